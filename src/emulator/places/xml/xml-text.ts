// Numbers and texts as XML files have them.
import type { ValueBytes } from '../value-type.js';

const SPECIAL: Readonly<Record<string, number>> = {
  INF: Number.POSITIVE_INFINITY,
  '-INF': Number.NEGATIVE_INFINITY,
  NAN: Number.NaN,
};

/** What is no number is 0, as Roblox reads it. */
export function parseNumber(text: string | undefined): number {
  const trimmed = text?.trim() ?? '';
  const special = SPECIAL[trimmed.toUpperCase()];
  if (special !== undefined) return special;
  const number = Number(trimmed);
  return Number.isNaN(number) ? 0 : number;
}

/** The shortest text that gives the same float again. */
export function formatFloat(value: number, isDouble = false): string {
  if (Number.isNaN(value)) return 'NAN';
  if (!Number.isFinite(value)) return value > 0 ? 'INF' : '-INF';
  if (Object.is(value, -0)) return '-0';
  if (isDouble || Number.isInteger(value)) return String(value);
  for (let digits = 6; digits < 9; digits++) {
    const text = String(Number(value.toPrecision(digits)));
    if (Math.fround(Number(text)) === value) return text;
  }
  return String(Number(value.toPrecision(9)));
}

export const formatFloats = (values: readonly number[]): string =>
  values.map((value) => formatFloat(value)).join(' ');

const MARKUP: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;' };

export const escapeText = (text: ValueBytes): string =>
  // Readers take blanks between elements for nothing. A bare carriage return would be read as a line break.
  /^[ \t\n]+$/.test(text)
    ? cdata(text)
    : text.replace(/[<>&]/g, (found) => MARKUP[found] ?? found).replaceAll('\r', '&#13;');

export const escapeAttribute = (text: ValueBytes): string =>
  text.replace(/[<>&"]/g, (found) => MARKUP[found] ?? found);

/** Source code is easier to read as it is. */
export const cdata = (text: ValueBytes): string =>
  text.includes('\r') ? escapeText(text) : `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;

/** Whether XML can hold it: UTF-8 without control characters. */
export function isXmlText(text: ValueBytes): boolean {
  if (/[\0-\x08\x0b\x0c\x0e-\x1f]/.test(text)) return false;
  if (!/[\x80-\xff]/.test(text)) return true;
  const decoded = Buffer.from(text, 'latin1').toString('utf8');
  return Buffer.from(decoded).toString('latin1') === text && !/[\ufffe\uffff]/.test(decoded);
}
