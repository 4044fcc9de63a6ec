// Made by `npm run gen` from the folders under src/commands. Do not edit.
import source0 from '../command/instances/tree.luau';
import source1 from './console/logs/logs.luau';
import source2 from './explorer/find/find.luau';
import source3 from './process/info/info.luau';

export const ACTION_SCRIPTS: readonly { name: string; responseType: string; source: string }[] = [
  { name: "queryDataModel", responseType: "dataModelResult", source: source0 },
  { name: "queryLogs", responseType: "logsResult", source: source1 },
  { name: "findInstances", responseType: "findInstancesResult", source: source2 },
  { name: "queryState", responseType: "stateResult", source: source3 },
];
