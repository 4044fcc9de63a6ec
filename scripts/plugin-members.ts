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
  { member: 'Instance.QueryDescendants', without: REQUEST_FAILS },
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
];
