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

/** Text in Luau that needs no escapes, whatever is in it. */
function longString(text: string): string {
  let level = '';
  while (text.includes(`]${level}]`)) level += '=';
  return `[${level}[${text}]${level}]`;
}
