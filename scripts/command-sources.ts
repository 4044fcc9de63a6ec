// What several generated files are made from: the definitions of the commands and what describes them. They are
// bundled once for all, because each bundle is of the whole program.
import type * as configuration from '../src/command/argv/configuration.js';
import type { commandLineOf } from '../src/command/argv/flags.js';
import type { commandText, generalText } from '../src/command/argv/help-command.js';
import type { commandIndex } from '../src/commands/index.generated.js';
import type { commandLoaders } from '../src/commands/loaders.generated.js';
import type { CLIENTS } from '../src/mcp/clients/clients.js';
import type { describeTool } from '../src/mcp/tools/tool-description.js';
import { loadSourceAsync } from './load-source.js';

type Configuration = Pick<typeof configuration, 'CONFIGURABLE' | 'isConfigurable' | 'jsonKindsOf' | 'keyOf'>;

export interface CommandSources extends Configuration {
  readonly commandIndex: typeof commandIndex;
  readonly commandLoaders: typeof commandLoaders;
  readonly commandLineOf: typeof commandLineOf;
  readonly commandText: typeof commandText;
  readonly generalText: typeof generalText;
  readonly describeTool: typeof describeTool;
  readonly CLIENTS: typeof CLIENTS;
}

let loading: Promise<CommandSources> | undefined;

/** The index and the loaders have to be written by then. */
export function loadCommandSourcesAsync(): Promise<CommandSources> {
  loading ??= loadSourceAsync<CommandSources>(`
    export { CONFIGURABLE, isConfigurable, jsonKindsOf, keyOf } from './command/argv/configuration.js';
    export { commandLineOf } from './command/argv/flags.js';
    export { commandText, generalText } from './command/argv/help-command.js';
    export { commandIndex } from './commands/index.generated.js';
    export { commandLoaders } from './commands/loaders.generated.js';
    export { CLIENTS } from './mcp/clients/clients.js';
    export { describeTool } from './mcp/tools/tool-description.js';
  `);
  return loading;
}
