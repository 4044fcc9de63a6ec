// Output of tests is not to be trusted with a format's own signs.
import { plainText } from '../../support/shown-text.js';

/** As a terminal shows it, without colours, and nothing that XML cannot carry in any form. */
export function printable(text: string): string {
  return plainText(text).replaceAll(/[\ufffe\uffff]/g, '\ufffd');
}

export function xmlText(text: string): string {
  return printable(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** For one line of a format that is read line by line. */
export function oneLine(text: string): string {
  return printable(text)
    .replaceAll(/\s*[\r\n]+\s*/g, ' ')
    .trim();
}

export type Environment = Readonly<Record<string, string | undefined>>;

export const isGithub = (env: Environment) => env.GITHUB_ACTIONS === 'true';

/** For people, who read no further. */
export function shortLine(text: string): string {
  const line = oneLine(text);
  return line.length <= MAX_TITLE ? line : `${line.slice(0, MAX_TITLE)}…`;
}

/** GitHub shows no more of an annotation's title. */
const MAX_TITLE = 250;

/** For GitHub's logs: what tests print must not give orders to the machine that reads it there. */
export function withoutOrders(text: string): string {
  return text.replaceAll(/^(\s*)::/gm, '$1: :').replaceAll('##[', '# #[');
}

/** GitHub's workflow commands: a value, and a property of one. */
export function workflowValue(text: string): string {
  return printable(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

export function workflowProperty(text: string): string {
  return workflowValue(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/** A line of Markdown, or a cell of its tables, in which nothing has a meaning and nobody is called by name. */
export function markdownText(text: string): string {
  return oneLine(text)
    .replaceAll(/[\\`*_[\]|~]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('@', UNCALLED);
}

/** The same within HTML, where Markdown's own signs mean nothing. */
export function htmlInMarkdown(text: string): string {
  return xmlText(oneLine(text)).replaceAll('@', UNCALLED);
}

/** Who is named in a comment is told of it, unless the name stands apart from the sign. */
const UNCALLED = '@<!-- -->';
