// What the commands of the group `plugin` ask of the machine.

export interface PluginPlace {
  /** The plugins folder; without it, the one that Studio uses. */
  readonly path?: string | undefined;
  /** The folder of another plugin's sources, instead of the bridge's own. */
  readonly template?: string | undefined;
  /** What that plugin is called, if not as its folder. */
  readonly name?: string | undefined;
}

export interface InstallRequest extends PluginPlace {
  readonly force: boolean;
  readonly dryRun: boolean;
  /** Ports at which the plugin looks for a host; without them its own list. */
  readonly ports?: readonly number[] | undefined;
}

export interface InstalledPlugin {
  readonly path: string;
  /** Of the bridge's own. */
  readonly version?: string;
  /** Of another plugin's folder: files that are none of Luau. */
  readonly leftOut?: readonly string[];
  readonly change: 'created' | 'updated' | 'unchanged';
  /** sha256 of the file, in hex. */
  readonly hash: string;
}

export interface PluginStatus {
  readonly path: string;
  readonly installed: boolean;
  /** Of the installed file of the bridge's own plugin; other ones have no versions here. */
  readonly installedVersion?: string | undefined;
  readonly version?: string;
  /** Those that it was installed for; undefined if it looks at its own list. */
  readonly ports?: readonly number[] | undefined;
  /** Whether the installed file is just what would be installed now. */
  readonly current: boolean;
}

export interface PluginInstallation {
  installAsync(request: InstallRequest): Promise<InstalledPlugin>;
  uninstallAsync(request: PluginPlace & { dryRun: boolean }): Promise<{ path: string; removed: boolean }>;
  statusAsync(place: PluginPlace): Promise<PluginStatus>;
}
