// Luau of several files as the one script that is sent: its files become functions, and what they are told a JSON text.

/**
 * Lines that give a script `import(name)` for these files, each of which is called with `import` and `order`.
 *
 * @param order Without it, it is what the script itself is called with.
 */
export function chunkLines(files: Readonly<Record<string, string>>, order?: object): string[] {
  const modules = Object.entries(files).map(
    ([path, source]) =>
      `files[${JSON.stringify(path.replace(/\.luau$/, ''))}] = function(...)\n${source}\nend`,
  );
  return [
    'local files, loaded = {}, {}',
    ...modules,
    `local order = ${order === undefined ? '...' : decoded(order)}`,
    'local function import(name) if loaded[name] == nil then loaded[name] = files[name](import, order) end return loaded[name] end',
  ];
}

/** A script that calls this one with these; its lines stay where they are. */
export function withArguments(source: string, values: readonly unknown[]): string {
  return `return (function(...) ${source}\nend)(unpack(${decoded(values)}))`;
}

/** The same in a single line, for files whose comments have lines of their own. */
export function chunkLine(files: Readonly<Record<string, string>>, order: object): string {
  const joined = Object.entries(files).map(([path, source]) => [path, joinLines(source)]);
  return chunkLines(Object.fromEntries(joined), order).join(' ').replaceAll('\n', ' ');
}

function decoded(value: object): string {
  return `game:GetService("HttpService"):JSONDecode(${longString(JSON.stringify(value))})`;
}

function joinLines(source: string): string {
  const lines = source.split('\n').map((line) => line.trim());
  return lines.filter((line) => line !== '' && !line.startsWith('--')).join(' ');
}

/** Text in Luau that needs no escapes, whatever is in it. */
function longString(text: string): string {
  let level = '';
  // Its own last bracket and the closing one would be one end too.
  while (`${text}]`.includes(`]${level}]`)) level += '=';
  return `[${level}[${text}]${level}]`;
}
