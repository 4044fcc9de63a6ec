// Made by `npm run gen` from the folders under src/commands. Do not edit.
import source0 from '../command/instances/changes.luau';
import source1 from '../command/instances/history.luau';
import source2 from '../command/instances/selection.luau';
import source3 from '../command/instances/tree.luau';
import source4 from './console/logs/logs.luau';
import source5 from './explorer/find/find.luau';
import source6 from './process/info/info.luau';

export const ACTION_SCRIPTS: readonly { name: string; responseType: string; source: string }[] = [
  { name: "changeInstances", responseType: "changeInstancesResult", source: source0 },
  { name: "changeHistory", responseType: "changeHistoryResult", source: source1 },
  { name: "selection", responseType: "selectionResult", source: source2 },
  { name: "queryDataModel", responseType: "dataModelResult", source: source3 },
  { name: "queryLogs", responseType: "logsResult", source: source4 },
  { name: "findInstances", responseType: "findInstancesResult", source: source5 },
  { name: "queryState", responseType: "stateResult", source: source6 },
];
