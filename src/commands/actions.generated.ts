// Made by `npm run gen` from the folders under src/commands. Do not edit.
import source0 from './console/logs/logs.luau';
import source1 from './process/info/info.luau';

export const ACTION_SCRIPTS: readonly { name: string; responseType: string; source: string }[] = [
  { name: "queryLogs", responseType: "logsResult", source: source0 },
  { name: "queryState", responseType: "stateResult", source: source1 },
];
