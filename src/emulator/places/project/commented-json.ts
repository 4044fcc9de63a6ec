// JSON as Rojo takes it: with comments, and commas after the last of a list.

const TOKENS =
  /"(?:[^"\\]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\/|(?<![[{,:]\s*),(?=(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*[\]}])/g;

/** Throws SyntaxError; what it says of places holds for the text as it was given. */
export function parseCommentedJson(text: string): unknown {
  const plain = text
    .replace(/^\ufeff/, ' ')
    .replace(TOKENS, (token) => (token.startsWith('"') ? token : token.replace(/[^\n]/g, ' ')));
  return JSON.parse(plain);
}
