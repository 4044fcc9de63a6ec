// Made by `npm run gen` from the folders under src/commands. Do not edit.
import type { AnyCommand } from '../command/define-command.js';

/** By the words of the command, with a blank between them. */
export const commandLoaders: Readonly<Record<string, () => Promise<AnyCommand>>> = {
  "action": async () => (await import('./action/action.js')).action,
  "completion": async () => (await import('./completion/completion.js')).completion,
  "console exec": async () => (await import('./console/exec/exec.js')).consoleExec,
  "console logs": async () => (await import('./console/logs/logs.js')).consoleLogs,
  "doctor": async () => (await import('./doctor/doctor.js')).doctor,
  "emulator": async () => (await import('./emulator/emulator.js')).emulator,
  "explorer find": async () => (await import('./explorer/find/find.js')).explorerFind,
  "explorer query": async () => (await import('./explorer/query/query.js')).explorerQuery,
  "explorer services": async () => (await import('./explorer/services/services.js')).explorerServices,
  "plugin install": async () => (await import('./plugin/install/install.js')).pluginInstall,
  "plugin status": async () => (await import('./plugin/status/status.js')).pluginStatus,
  "plugin uninstall": async () => (await import('./plugin/uninstall/uninstall.js')).pluginUninstall,
  "process info": async () => (await import('./process/info/info.js')).processInfo,
  "process installations": async () => (await import('./process/installations/installations.js')).processInstallations,
  "process list": async () => (await import('./process/list/list.js')).processList,
  "process run": async () => (await import('./process/run/run.js')).processRun,
  "serve": async () => (await import('./serve/serve.js')).serve,
};
