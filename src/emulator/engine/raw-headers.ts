// The headers of an answer as a WebStreamClient tells them: one text, a line each.

export function rawHeaderText(rawHeaders: readonly string[]): string {
  let text = '';
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    text += `${rawHeaders[index]}: ${rawHeaders[index + 1]}\r\n`;
  }
  return text;
}
