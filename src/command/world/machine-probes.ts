// What `doctor` asks of the machine. Every answer is a fact; what is wrong with it and how to mend it is the
// command's to say.

export type PortProbe =
  | { readonly kind: 'free' }
  | { readonly kind: 'host'; readonly serverVersion: string; readonly uptimeMs: number }
  /** Something else holds it; `reason` says how it showed. */
  | { readonly kind: 'foreign'; readonly reason: string };

export interface PortHolder {
  readonly pid: number;
  readonly command: string;
}

/** Something that is there and works, or why not. */
export interface PartProbe {
  readonly works: boolean;
  /** A version, a path, or what is wrong. */
  readonly detail: string;
  /** What mends it, where the one who looked knows. */
  readonly mend?: string;
}

export interface PluginProbe {
  /** Where Studio looks for plugins; undefined where the machine has no such folder. */
  readonly folder: string | undefined;
  /** Of the installed plugin; undefined if it is not installed. */
  readonly version: string | undefined;
  /** Why it could not be looked at. */
  readonly problem?: string;
}

export interface MachineProbes {
  readonly version: string;
  readonly nodeVersion: string;
  probePortAsync(port: number): Promise<PortProbe>;
  /** The process that listens on a port, where the system tells. */
  findPortHolderAsync(port: number): Promise<PortHolder | undefined>;
  probeTokenAsync(): Promise<PartProbe>;
  probePluginAsync(): Promise<PluginProbe>;
  /** The program of Roblox Studio. */
  findStudio(): string | undefined;
  probeEmulatorAsync(): Promise<PartProbe>;
  probePlaceFilesAsync(): Promise<PartProbe>;
}
