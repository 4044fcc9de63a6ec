// Made by `npm run gen` from the folders under src/commands. Do not edit.
import source0 from '../command/completions/completions.luau';
import source1 from '../command/instances/changes.luau';
import source2 from '../command/instances/history.luau';
import source3 from '../command/instances/selection.luau';
import source4 from '../command/instances/tree.luau';
import source5 from '../command/pictures/camera.luau';
import source6 from '../command/play/control.luau';
import source7 from './console/logs/logs.luau';
import source8 from './explorer/find/find.luau';
import source9 from './place/export/export.luau';
import source10 from './place/import/import.luau';
import source11 from './place/save/save.luau';
import source12 from './play/input/input.luau';
import source13 from './process/close/close.luau';
import source14 from './process/info/info.luau';
import source15 from './script/create/create.luau';
import source16 from './script/edit/edit.luau';
import source17 from './script/grep/grep.luau';
import source18 from './script/read/read.luau';
import source19 from './viewport/screenshot/screenshot.luau';
import source20 from './wait-for/wait-for.luau';

export interface ActionScript {
  readonly name: string;
  readonly responseType: string;
  readonly readOnly: boolean;
  readonly source: string;
}

export const ACTION_SCRIPTS: readonly ActionScript[] = [
  { name: "queryCompletions", responseType: "completionsResult", readOnly: true, source: source0 },
  { name: "changeInstances", responseType: "changeInstancesResult", readOnly: false, source: source1 },
  { name: "changeHistory", responseType: "changeHistoryResult", readOnly: false, source: source2 },
  { name: "changeSelection", responseType: "changeSelectionResult", readOnly: false, source: source3 },
  { name: "querySelection", responseType: "querySelectionResult", readOnly: true, source: source3 },
  { name: "queryDataModel", responseType: "dataModelResult", readOnly: true, source: source4 },
  { name: "moveCamera", responseType: "moveCameraResult", readOnly: false, source: source5 },
  { name: "queryCamera", responseType: "queryCameraResult", readOnly: true, source: source5 },
  { name: "controlPlay", responseType: "controlPlayResult", readOnly: false, source: source6 },
  { name: "queryPlay", responseType: "queryPlayResult", readOnly: true, source: source6 },
  { name: "queryLogs", responseType: "logsResult", readOnly: true, source: source7 },
  { name: "findInstances", responseType: "findInstancesResult", readOnly: true, source: source8 },
  { name: "exportInstances", responseType: "exportInstancesResult", readOnly: true, source: source9 },
  { name: "importInstances", responseType: "importInstancesResult", readOnly: false, source: source10 },
  { name: "savePlace", responseType: "savePlaceResult", readOnly: true, source: source11 },
  { name: "playInput", responseType: "playInputResult", readOnly: false, source: source12 },
  { name: "closeStudio", responseType: "closeStudioResult", readOnly: false, source: source13 },
  { name: "queryState", responseType: "stateResult", readOnly: true, source: source14 },
  { name: "createScript", responseType: "createScriptResult", readOnly: false, source: source15 },
  { name: "editScript", responseType: "editScriptResult", readOnly: false, source: source16 },
  { name: "grepScripts", responseType: "grepScriptsResult", readOnly: true, source: source17 },
  { name: "readScript", responseType: "readScriptResult", readOnly: true, source: source18 },
  { name: "captureScreenshot", responseType: "screenshotResult", readOnly: true, source: source19 },
  { name: "waitFor", responseType: "waitForResult", readOnly: false, source: source20 },
];
