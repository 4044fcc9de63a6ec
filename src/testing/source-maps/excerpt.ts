// The lines of a file around the one that is meant.
const AROUND = 2;
/** Of a line, such as one that a tool has written. */
const MAX_LENGTH = 240;

/** Undefined if the file has no such line. */
export function excerptOf(source: string, line: number): string | undefined {
  const lines = source.split(/\r?\n/);
  if (line < 1 || line > lines.length) return undefined;
  const first = Math.max(1, line - AROUND);
  const last = Math.min(lines.length, line + AROUND);
  const width = String(last).length;
  return lines
    .slice(first - 1, last)
    .map((text, index) => {
      const number = first + index;
      return `${number === line ? '>' : ' '} ${String(number).padStart(width)} | ${shortened(text.replaceAll('\t', '  '))}`.trimEnd();
    })
    .join('\n');
}

const shortened = (text: string) => (text.length <= MAX_LENGTH ? text : `${text.slice(0, MAX_LENGTH)}…`);
