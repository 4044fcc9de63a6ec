// Who may import whom, as data that a check reads: one rule for each sentence of docs/architecture.md, "Walls".
// tests/walls.test.ts shows every rule an import that it must refuse.

const NPM = '(^|/)node_modules/';
/** The composition root: it joins what may not know each other. */
const APP = 'app/';

/** @type {import('dependency-cruiser').IForbiddenRuleType[]} */
export const forbidden = [
  {
    name: 'no-cycles',
    comment: 'Modules in a circle cannot be read, tested or loaded alone; type-only imports count too.',
    severity: 'error',
    from: {},
    to: { circular: true },
  },
  {
    name: 'support-is-a-leaf',
    comment: 'support/ holds helpers without domain words: it imports nothing of the project and no package.',
    severity: 'error',
    from: { path: '^src/support/' },
    to: { path: `^src/|${NPM}`, pathNot: '^src/support/' },
  },
  {
    name: 'protocol-imports-zod-only',
    comment: 'protocol/ is the wall between the two ends: it runs anywhere and depends on nothing but zod.',
    severity: 'error',
    from: { path: '^src/protocol/' },
    to: { pathNot: `^src/protocol/|${NPM}zod/` },
  },
  {
    name: 'bridge-internal-stays-inside',
    comment: 'Sockets, host, client and succession are invisible above bridge/.',
    severity: 'error',
    from: { path: '^src/', pathNot: '^src/bridge/' },
    to: { path: '^src/bridge/internal/' },
  },
  {
    name: 'bridge-has-three-users',
    comment: 'Only the published API, the composition root and the test runner hold a connection themselves.',
    severity: 'error',
    from: { path: '^src/', pathNot: `^src/(bridge/|api/|testing/|${APP})` },
    to: { path: '^src/bridge/' },
  },
  {
    name: 'bridge-knows-no-command',
    comment: 'The host routes and does not understand; action sources are handed to it.',
    severity: 'error',
    from: { path: '^src/bridge/' },
    to: { path: '^src/', pathNot: '^src/(bridge|protocol|support)/' },
  },
  {
    name: 'framework-knows-no-command-and-no-surface',
    comment: 'command/ describes and runs any definition; sessions and machines reach it as interfaces.',
    severity: 'error',
    from: { path: '^src/command/' },
    to: { path: '^src/', pathNot: '^src/(command|protocol|support)/' },
  },
  {
    name: 'a-command-stands-alone',
    comment:
      'A command never imports another command, a surface or the bridge; what two share is in command/.',
    severity: 'error',
    from: { path: '^src/commands/(.+)/[^/]+$' },
    to: { path: '^src/', pathNot: '^src/(command|protocol|support)/|^src/commands/$1/[^/]+$' },
  },
  {
    name: 'a-command-gets-the-world-as-ctx',
    comment:
      'Files, sockets, processes and the clock arrive as ctx, so that every command can be tested alone.',
    severity: 'error',
    from: { path: '^src/commands/' },
    to: {
      dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-no-pkg'],
      pathNot: `${NPM}zod/|^(node:)?path$`,
    },
  },
  {
    name: 'commands-have-known-users',
    comment: 'Definitions are read by the surfaces, the composition root and the published API.',
    severity: 'error',
    from: { path: '^src/', pathNot: `^src/(commands/|api/|cli/|mcp/|terminal/|${APP})` },
    to: { path: '^src/commands/' },
  },
  {
    name: 'commands-come-from-the-index',
    comment: 'A surface that named a command could treat it specially; the generated lists are the way in.',
    severity: 'error',
    from: { path: '^src/', pathNot: '^src/(commands|api)/' },
    to: { path: '^src/commands/', pathNot: '^src/commands/[^/]+\\.generated\\.ts$' },
  },
  {
    name: 'machines-and-runners-belong-to-the-app',
    comment: 'studio/, open-cloud/ and testing/ are wired by app/; commands see interfaces on ctx.',
    severity: 'error',
    from: { path: '^src/([^/]+)', pathNot: `^src/(api/emulator\\.ts$|testing/jobs/|${APP})` },
    to: { path: '^src/(studio|open-cloud|testing)/', pathNot: '^src/$1/' },
  },
  {
    name: 'tests-run-in-jobs',
    comment: 'What runs tests knows contexts of jobs; of those, only the one for Open Cloud speaks to it.',
    severity: 'error',
    from: { path: '^src/testing/jobs/' },
    to: { path: '^src/(studio|open-cloud)/', pathNot: '^src/open-cloud/index\\.ts$' },
  },
  {
    name: 'nobody-imports-a-surface',
    comment: 'cli/ starts the other two surfaces; nothing below may know that they exist.',
    severity: 'error',
    from: { path: '^src/([^/]+)', pathNot: '^src/cli/' },
    to: { path: '^src/(cli|mcp|terminal)/', pathNot: '^src/$1/' },
  },
  {
    name: 'heavy-parts-load-late',
    comment: 'A command that needs no emulator, REPL or MCP server must not pay for loading one.',
    severity: 'error',
    from: { path: `^src/(cli/|${APP})` },
    to: { path: '^src/(mcp|terminal|emulator)/', dynamic: false, dependencyTypesNot: ['type-only'] },
  },
  {
    name: 'the-emulator-has-one-door',
    comment: 'From outside the emulator is index.ts, its place files, or a file that starts something of it.',
    severity: 'error',
    from: { path: '^src/', pathNot: '^src/emulator/' },
    to: {
      path: '^src/emulator/',
      pathNot:
        '^src/emulator/(index|places/index|studio/start-emulated-studio|as-studio/load-stand-in)\\.ts$',
    },
  },
  {
    name: 'the-emulator-has-known-users',
    comment: 'Bridge, protocol and commands cannot tell an emulated Studio from a real one.',
    severity: 'error',
    from: { path: '^src/', pathNot: `^src/(emulator/|cli/|testing/|api/emulator\\.ts$|${APP})` },
    to: { path: '^src/emulator/' },
  },
  {
    name: 'the-emulator-stands-alone',
    comment: 'It meets the bridge on the wire only.',
    severity: 'error',
    from: { path: '^src/emulator/' },
    to: { path: '^src/', pathNot: '^src/(emulator|protocol|support)/' },
  },
  {
    name: 'the-emulator-makes-no-messages',
    comment: 'Every frame of an emulated Studio is made and read by the Luau of the plugin that ships.',
    severity: 'error',
    from: { path: '^src/emulator/' },
    to: { path: '^src/protocol/', pathNot: '^src/protocol/(bridge-error|error-catalog|schema-demand)\\.ts$' },
  },
  {
    name: 'the-vm-knows-no-engine',
    comment: 'emulator/luau runs Luau; what Roblox adds to the language is engine/.',
    severity: 'error',
    from: { path: '^src/emulator/luau/' },
    to: { path: '^src/', pathNot: '^src/(emulator/luau|protocol|support)/' },
  },
  {
    name: 'the-app-is-composed-at-the-top',
    comment: 'Only a surface or the published API asks for the whole application.',
    severity: 'error',
    from: { path: '^src/', pathNot: '^src/(app|cli|mcp|terminal|api)/' },
    to: { path: '^src/app/' },
  },
  {
    name: 'the-api-is-for-outsiders',
    comment: 'Inside the project the bridge is used directly; api/ only maps names.',
    severity: 'error',
    from: { path: '^src/', pathNot: '^src/(api/|index\\.ts$)' },
    to: { path: '^src/api/' },
  },
  door('ws', '^src/(bridge/internal|emulator/engine)/', '(@types/)?ws/'),
  door('the-mcp-sdk', '^src/mcp/', '@modelcontextprotocol/'),
  door('luau-web', '^src/emulator/luau/', 'luau-web/'),
  door('noble-hashes', '^src/emulator/engine/', '@noble/hashes/'),
  door('fzstd', '^src/emulator/(engine|places)/', 'fzstd/'),
  // Nowhere: it is what place files are checked against, and what data about classes is made from.
  door('rbx-dom', '^$', 'rbx-dom/'),
  door('fast-png', '^src/(mcp|command/pictures)/', 'fast-png/'),
  door('jsonc-parser', '^src/mcp/', 'jsonc-parser/'),
  door('smol-toml', '^src/(mcp|emulator/places)/', 'smol-toml/'),
  door('csv-parse', '^src/emulator/places/', 'csv-parse/'),
  door('picomatch', '^src/testing/packages/', '(@types/)?picomatch/'),
  door('js-yaml', '^src/(emulator/places|testing/packages)/', '(@types/)?js-yaml/'),
  {
    name: 'zod-is-the-small-one',
    comment: 'zod/mini starts in half the time of zod; one import path keeps one copy in the bundle.',
    severity: 'error',
    from: { path: '^src/' },
    to: { path: `${NPM}zod/`, pathNot: `${NPM}zod/(v4/)?mini/` },
  },
  {
    name: 'a-new-package-needs-a-door',
    comment: 'Every package of src/ is named in .dependency-cruiser.mjs, with the folder that may import it.',
    severity: 'error',
    from: { path: '^src/' },
    to: {
      path: NPM,
      pathNot: `${NPM}((@types/)?ws|@modelcontextprotocol|fast-png|jsonc-parser|smol-toml|csv-parse|(@types/)?(picomatch|js-yaml)|luau-web|rbx-dom|@noble/hashes|fzstd|zod|@types/node)/`,
    },
  },
  {
    name: 'src-does-not-need-its-tests',
    comment: 'What ships cannot lean on tests, scripts or benches.',
    severity: 'error',
    from: { path: '^src/' },
    to: { path: '^(tests|scripts|bench)/' },
  },
  {
    name: 'every-import-resolves',
    comment: 'luau-tree: and worker: are resolved by scripts/bundling.ts; everything else must be a file.',
    severity: 'error',
    from: { path: '^src/' },
    to: { couldNotResolve: true, pathNot: '^(luau-tree|worker):' },
  },
];

/**
 * A package may be imported from one place only.
 *
 * @param {string} name
 * @param {string} folders
 * @param {string} packagePath
 * @returns {import('dependency-cruiser').IForbiddenRuleType}
 */
function door(name, folders, packagePath) {
  return {
    name: `${name}-has-one-door`,
    comment: 'A third party that is imported in one place can be replaced in one place.',
    severity: 'error',
    from: { path: '^src/', pathNot: folders },
    to: { path: `${NPM}${packagePath}` },
  };
}

/** @type {import('dependency-cruiser').ICruiseOptions} */
export const options = {
  doNotFollow: { path: ['node_modules'] },
  exclude: { path: ['^src/.*\\.test\\.ts$'] },
  // Type-only imports are walls too.
  tsPreCompilationDeps: true,
  enhancedResolveOptions: {
    exportsFields: ['exports'],
    conditionNames: ['import', 'node', 'default', 'types'],
    extensions: ['.ts', '.js', '.mjs', '.cjs', '.json', '.d.ts', '.luau'],
  },
};

/** @type {import('dependency-cruiser').IConfiguration} */
const configuration = { forbidden, options };
export default configuration;
