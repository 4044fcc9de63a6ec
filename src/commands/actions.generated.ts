// Made by `npm run gen` from the folders under src/commands. Do not edit.
import source0 from '../command/completions/completions.luau';
import source1 from '../command/instances/changes.luau';
import source2 from '../command/instances/history.luau';
import source3 from '../command/instances/selection.luau';
import source4 from '../command/instances/tree.luau';
import source5 from './console/logs/logs.luau';
import source6 from './explorer/find/find.luau';
import source7 from './process/info/info.luau';
import source8 from './script/create/create.luau';
import source9 from './script/edit/edit.luau';
import source10 from './script/grep/grep.luau';
import source11 from './script/read/read.luau';

export const ACTION_SCRIPTS: readonly { name: string; responseType: string; source: string }[] = [
  { name: "queryCompletions", responseType: "completionsResult", source: source0 },
  { name: "changeInstances", responseType: "changeInstancesResult", source: source1 },
  { name: "changeHistory", responseType: "changeHistoryResult", source: source2 },
  { name: "selection", responseType: "selectionResult", source: source3 },
  { name: "queryDataModel", responseType: "dataModelResult", source: source4 },
  { name: "queryLogs", responseType: "logsResult", source: source5 },
  { name: "findInstances", responseType: "findInstancesResult", source: source6 },
  { name: "queryState", responseType: "stateResult", source: source7 },
  { name: "createScript", responseType: "createScriptResult", source: source8 },
  { name: "editScript", responseType: "editScriptResult", source: source9 },
  { name: "grepScripts", responseType: "grepScriptsResult", source: source10 },
  { name: "readScript", responseType: "readScriptResult", source: source11 },
];
