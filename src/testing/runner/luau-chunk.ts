// Luau of several files as the one script that is sent: its files become functions, and what they are told a JSON text.

/** Lines that give a script `import(name)` for these files, each of which is called with `import` and `order`. */
export function chunkLines(files: Readonly<Record<string, string>>, order: object): string[] {
  const modules = Object.entries(files).map(
    ([path, source]) =>
      `files[${JSON.stringify(path.replace(/\.luau$/, ''))}] = function(...)\n${source}\nend`,
  );
  return [
    'local files, loaded = {}, {}',
    ...modules,
    `local order = game:GetService("HttpService"):JSONDecode(${longString(JSON.stringify(order))})`,
    'local function import(name) if loaded[name] == nil then loaded[name] = files[name](import, order) end return loaded[name] end',
  ];
}

/** The same in a single line, for files whose comments have lines of their own. */
export function chunkLine(files: Readonly<Record<string, string>>, order: object): string {
  const joined = Object.entries(files).map(([path, source]) => [path, joinLines(source)]);
  return chunkLines(Object.fromEntries(joined), order).join(' ').replaceAll('\n', ' ');
}

function joinLines(source: string): string {
  const lines = source.split('\n').map((line) => line.trim());
  return lines.filter((line) => line !== '' && !line.startsWith('--')).join(' ');
}

/** Text in Luau that needs no escapes, whatever is in it. */
function longString(text: string): string {
  let level = '';
  while (text.includes(`]${level}]`)) level += '=';
  return `[${level}[${text}]${level}]`;
}
