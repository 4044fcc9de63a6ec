// What commands ask of Open Cloud.
import type { OutputLevel } from '../../protocol/log-entry.js';
import type { CloudFaultPlan } from '../../support/cloud-faults.js';

/** Which service, and who asks it. */
export interface CloudDoor {
  /** Instead of the environment's or the kept one. */
  readonly apiKey?: string | undefined;
  /** Another service that behaves like it. */
  readonly baseUrl?: string | undefined;
}

export interface CloudScriptRequest extends CloudDoor {
  readonly script: string;
  readonly universeId: number;
  readonly placeId: number;
  /** Without it the newest one. */
  readonly version?: number | undefined;
  /** A place file to upload first, as a saved version that players do not get. */
  readonly placeFile?: string | undefined;
  readonly timeoutMs?: number | undefined;
  readonly signal: AbortSignal;
  /** What is going on, in a few words. */
  readonly onProgress: (text: string) => void;
}

export interface CloudLine {
  readonly level: OutputLevel;
  readonly body: string;
  /** Unix milliseconds; absent where the service gave no time. */
  readonly time?: number;
}

export interface CloudScriptResult {
  readonly success: boolean;
  readonly returnValues: readonly unknown[];
  readonly output: readonly CloudLine[];
  /** The path of the task at the service. */
  readonly task: string;
  /** The version of the place that it ran on. */
  readonly version?: number;
  readonly error?: { readonly code: string; readonly message: string };
}

export interface EmulatedCloudRequest {
  readonly port?: number | undefined;
  /** Lets tasks start at once instead of after the seconds that the real service takes. */
  readonly noBoot: boolean;
  readonly faults?: CloudFaultPlan | undefined;
  readonly onRequest: (line: { method: string; path: string; status: number }) => void;
}

export interface EmulatedCloud {
  readonly url: string;
  readonly port: number;
  closeAsync(): Promise<void>;
}

export interface CloudAccess {
  runScriptAsync(request: CloudScriptRequest): Promise<CloudScriptResult>;
  /**
   * Keeps a key for later commands.
   *
   * @throws BridgeError CLOUD_UNAUTHORIZED if the service does not know it.
   */
  keepKeyAsync(door: CloudDoor & { apiKey: string; signal: AbortSignal }): Promise<{ file: string }>;
  /** Removes the kept key from this machine; the service still knows it. */
  forgetKeyAsync(): Promise<{ file: string; wasKept: boolean }>;
  startEmulatorAsync(request: EmulatedCloudRequest): Promise<EmulatedCloud>;
}
