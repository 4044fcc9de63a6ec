// What of Roblox the plugin uses, and what becomes of it where a member is missing. scripts/gen-plugin-members.ts holds
// this list to the plugin's sources and writes docs/plugin-members.md from it.

export interface PluginMember {
  /** `Class.Member`, or the name of a global. */
  readonly member: string;
  /** What happens without it. */
  readonly without: string;
}

const NOTHING_WORKS = 'Nothing works: no version of Studio that runs plugins is without it.';
const NO_FRAMES = 'No connection: a session cannot be had.';
const NO_PANEL = 'No panel, or one without this detail; everything else works.';
const NO_RELAY = 'No relay: a play client has to open its socket itself.';
const REQUEST_FAILS = 'The request that needs it fails, with an error that names it.';

const all = (without: string, ...members: readonly string[]): PluginMember[] =>
  members.map((member) => ({ member, without }));

export const PLUGIN_MEMBERS: readonly PluginMember[] = [
  ...all(
    NOTHING_WORKS,
    'DataModel.GetService',
    'DataModel.Name',
    'DataModel.PlaceId',
    'DataModel.GameId',
    'Instance.Name',
    'Instance.Parent',
    'Instance.GetAttribute',
    'Instance.SetAttribute',
    'Instance.GetAttributeChangedSignal',
    'HttpService.JSONEncode',
    'HttpService.JSONDecode',
    'HttpService.GenerateGUID',
    'RunService.Heartbeat',
    'RunService.IsRunning',
    'RunService.IsServer',
    'Plugin.Unloading',
    'RBXScriptConnection.Disconnect',
  ),
  ...all(
    NO_FRAMES,
    'WebStreamClient.Opened',
    'WebStreamClient.MessageReceived',
    'WebStreamClient.Error',
    'WebStreamClient.Closed',
    'WebStreamClient.Send',
    'WebStreamClient.Close',
  ),
  {
    member: 'HttpService.CreateWebStreamClient',
    without:
      'No connection. Where only a play client is refused, its frames go through the plugin of the edited place.',
  },
  { member: 'HttpService.RequestAsync', without: 'The ports of a host are dialled without asking first.' },
  {
    member: 'RunService.IsEdit',
    without: 'The edited place is told from `IsRunning`.',
  },
  { member: 'RunService.RunState', without: 'A pause is told from `IsEdit` and `IsRunning`.' },
  { member: 'DataModel.BindToClose', without: 'The socket of a play server ends when its host notices.' },
  { member: 'DataModel.FindService', without: REQUEST_FAILS },
  {
    member: 'StudioTestService.CanLeaveTest',
    without: 'Play clients of a team test report `Play`, not `Client`.',
  },
  { member: 'Players.LocalPlayer', without: 'The session of a play client has no player in the list.' },
  { member: 'LogService.MessageOut', without: 'No output is reported.' },
  { member: 'LogService.GetLogHistory', without: 'Lines from before the plugin are not known.' },
  { member: 'DateTime.UnixTimestampMillis', without: 'No output is reported.' },
  { member: 'ModuleScript.Source', without: 'Without `loadstring` as well, no script runs.' },
  { member: 'EncodingService.ComputeBufferHash', without: "The plugin's own SHA-256 is used." },
  { member: 'Plugin.GetSetting', without: 'Every Studio connects until it is switched off in it.' },
  { member: 'Plugin.SetSetting', without: 'The switch lasts as long as the Studio.' },
  { member: 'Plugin.CreateToolbar', without: 'There is no button and no panel.' },
  { member: 'PluginToolbar.CreateButton', without: 'There is no button and no panel.' },
  { member: 'PluginToolbarButton.Click', without: 'There is no button and no panel.' },
  { member: 'PluginToolbarButton.ClickableWhenViewportHidden', without: 'There is no button and no panel.' },
  { member: 'PluginToolbarButton.SetActive', without: NO_PANEL },
  {
    member: 'Plugin.CreateDockWidgetPluginGuiAsync',
    without: 'The older `CreateDockWidgetPluginGui` is used; without that one, no panel.',
  },
  { member: 'Plugin.CreateDockWidgetPluginGui', without: 'Used only where the newer one is missing.' },
  { member: 'PluginGui.Title', without: 'The panel has no title.' },
  ...all(
    NO_PANEL,
    'LayerCollector.Enabled',
    'GuiButton.Activated',
    'GuiObject.BackgroundColor3',
    'GuiObject.BackgroundTransparency',
    'GuiObject.BorderSizePixel',
    'GuiObject.LayoutOrder',
    'GuiObject.Size',
    'TextLabel.Font',
    'TextLabel.Text',
    'TextLabel.TextColor3',
    'TextLabel.TextSize',
    'TextLabel.TextWrapped',
    'TextLabel.TextXAlignment',
    'UIListLayout.Padding',
    'UIGridStyleLayout.SortOrder',
    'GlobalSettings.Studio',
    'Studio.Theme',
    'StudioTheme.GetColor',
  ),
  ...all(
    NO_RELAY,
    'PluginConnectionService.Connected',
    'PluginConnectionService.GetPluginConnectionsOfType',
    'PluginConnection.BindToMessage',
    'PluginConnection.Connected',
    'PluginConnection.SendMessage',
    'PluginConnection.Type',
    'Object.GetPropertyChangedSignal',
  ),
  {
    member: 'ReflectionService.GetPropertiesOfClass',
    without: 'Properties are read from a list that the plugin brings along.',
  },
  {
    member: 'Instance.QueryDescendants',
    without: '`explorer find --selector` fails; else every instance is looked at.',
  },
  ...all(
    REQUEST_FAILS,
    'Object.ClassName',
    'Object.IsA',
    'Instance.FindFirstChild',
    'Instance.GetChildren',
    'Instance.GetDebugId',
    'Instance.GetDescendants',
    'Instance.HasTag',
    'CFrame.GetComponents',
    'Enum.FromName',
    'Enum.FromValue',
    'Enum.GetEnumItems',
    'EnumItem.EnumType',
    'EnumItem.Value',
  ),
  // Of single commands.
  ...all(
    'The change that needs it fails, and nothing of its request is done.',
    'Instance.AddTag',
    'Instance.RemoveTag',
    'Instance.Clone',
    'Instance.Destroy',
  ),
  ...all(
    'Attributes and tags are not told; the requests that ask for them fail.',
    'Instance.GetAttributes',
    'Instance.GetTags',
  ),
  { member: 'Instance.Archivable', without: '`place save` cannot tell what a place leaves out, and fails.' },
  ...all(
    'A misspelt class gets no suggestions.',
    'ReflectionService.GetClass',
    'ReflectionService.GetClasses',
  ),
  ...all(
    'Changes are made all the same, and cannot be undone in Studio.',
    'ChangeHistoryService.TryBeginRecording',
    'ChangeHistoryService.FinishRecording',
  ),
  {
    member: 'ChangeHistoryService.GetCanUndo',
    without: '`process close` does not notice what is not saved; `explorer undo` finds nothing.',
  },
  { member: 'ChangeHistoryService.GetCanRedo', without: '`explorer redo` finds nothing.' },
  { member: 'ChangeHistoryService.Undo', without: '`explorer undo` fails, with an error that names it.' },
  { member: 'ChangeHistoryService.Redo', without: '`explorer redo` fails, with an error that names it.' },
  ...all('`explorer selection` and `explorer select` say so.', 'Selection.Get', 'Selection.Set'),
  {
    member: 'ScriptEditorService.GetEditorSource',
    without: 'Scripts are read as they are saved; open drafts are not seen.',
  },
  {
    member: 'ScriptEditorService.UpdateSourceAsync',
    without: 'Sources are set directly; an open document may show the old text.',
  },
  ...all(
    'The picture is taken by CaptureService.',
    'StudioCaptureService.CanCaptureScreenshot',
    'StudioCaptureService.RequestScreenshotPermissionAsync',
    'StudioCaptureService.CaptureScreenshot',
    'StudioScreenshotCapture.BufferStatus',
    'StudioScreenshotCapture.Resolution',
    'StudioScreenshotCapture.GetBuffer',
    'StudioScreenshotCapture.GetErrors',
  ),
  ...all(
    'Without StudioCaptureService as well, `SCREENSHOT_FAILED` with what stood in the way of each.',
    'CaptureService.CaptureScreenshot',
    'AssetService.CreateEditableImageAsync',
    'EditableImage.ReadPixelsBuffer',
  ),
  {
    member: 'RunService.IsClient',
    without: '`viewport screenshot` fails in a play server, with an error that names it.',
  },
  ...all(
    '`play input` says that this Studio takes no input from plugins.',
    'UserInputService.CreateVirtualInput',
    'VirtualInput.SendKey',
    'VirtualInput.SendMouseButton',
    'VirtualInput.SendMouseDelta',
    'VirtualInput.SendMousePosition',
    'VirtualInput.SendTextInput',
  ),
  ...all(
    '`play` says that tests have to be started by hand.',
    'StudioTestService.ExecutePlayModeAsync',
    'StudioTestService.ExecuteRunModeAsync',
    'StudioTestService.ExecuteMultiplayerTestAsync',
    'StudioTestService.EndTest',
  ),
  {
    member: 'StudioTestService.EditModeActive',
    without: '`play state` knows only of tests that it started itself.',
  },
  ...all(
    '`place export`, `import` and `save` say that this Studio has no SerializationService.',
    'SerializationService.SerializeInstancesAsync',
    'SerializationService.DeserializeInstancesAsync',
  ),
  ...all(
    '`place save` says that it does not know whether there is terrain.',
    'Workspace.Terrain',
    'Terrain.CountCells',
  ),
  {
    member: 'DataModel.Shutdown',
    without: '`process close` says that this Studio does not let plugins close it.',
  },
  ...all('`viewport camera` and `viewport look` say that there is no camera.', 'Workspace.CurrentCamera'),
  { member: 'Camera.ViewportSize', without: '`viewport camera` does not tell the size.' },
  ...all(
    '`viewport camera` and `viewport look` fail, with an error that names it.',
    'BasePart.CFrame',
    'Camera.CFrame',
    'Camera.CameraType',
    'Camera.FieldOfView',
    'Camera.Focus',
    'Attachment.WorldCFrame',
    'Model.GetBoundingBox',
    'Instance.FindFirstChildWhichIsA',
    'CFrame.Position',
    'CFrame.Rotation',
    'Vector3.Magnitude',
    'Vector3.Unit',
  ),
  { member: 'Enums.GetEnums', without: 'The terminal completes no names of enums.' },
];
