// The in-engine runner as the one script that is sent: its files become functions, and the order a JSON text.
import files from 'luau-tree:./runner';

export interface TestOrder {
  /** Dot paths of where specs are; by default the services that hold code. */
  readonly roots?: readonly string[] | undefined;
  /** Runs specs whose full name has one of these in it. */
  readonly paths?: readonly string[] | undefined;
  /** Runs tests whose names, from the outermost suite on, have this in them. */
  readonly name?: string | undefined;
  /** By default the first framework that is found. */
  readonly adapter?: 'jest' | 'testez' | 'plain' | undefined;
  /** Full names of specs that run before all others, where the framework has no order of its own. */
  readonly first?: readonly string[] | undefined;
  /** Ends with the first test that fails; Jest and TestEZ end after the file or tree that it is in. */
  readonly failFast?: boolean | undefined;
  /** A test that takes longer fails. TestEZ knows no such limit. */
  readonly testTimeoutSeconds?: number | undefined;
  /** Marks the lines that tell of single tests while they run; without it there are none. */
  readonly nonce?: string | undefined;
}

/** A script that runs the tests and returns one table. */
export function runnerScript(order: TestOrder): string {
  const modules = Object.entries(files).map(
    ([path, source]) =>
      `files[${JSON.stringify(path.replace(/\.luau$/, ''))}] = function(...)\n${source}\nend`,
  );
  return [
    'local files, loaded = {}, {}',
    ...modules,
    `local order = game:GetService("HttpService"):JSONDecode(${longString(JSON.stringify(order))})`,
    'local function import(name) if loaded[name] == nil then loaded[name] = files[name](import, order) end return loaded[name] end',
    'return import("main")()',
  ].join('\n');
}

/** Text in Luau that needs no escapes, whatever is in it. */
function longString(text: string): string {
  let level = '';
  while (text.includes(`]${level}]`)) level += '=';
  return `[${level}[${text}]${level}]`;
}
