// The lines of a file around the one that is meant.
const AROUND = 2;

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
      return `${number === line ? '>' : ' '} ${String(number).padStart(width)} | ${text.replaceAll('\t', '  ')}`.trimEnd();
    })
    .join('\n');
}
