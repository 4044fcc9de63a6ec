// Output of tests is not to be trusted with a format's own signs.

/** Most control characters have no place in text that others read, so they are shown as their pictures. */
export function printable(text: string): string {
  return text
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, (sign) =>
      String.fromCharCode(0x2400 + sign.charCodeAt(0)),
    )
    .replaceAll('\u007f', '\u2421')
    .replaceAll(/[\ufffe\uffff]/g, '\ufffd');
}

/** XML 1.0 cannot carry control characters in any form. */
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
