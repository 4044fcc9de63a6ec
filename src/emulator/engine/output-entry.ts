// A line of the emulated Studio's output, as programs see it. Apart from what writes it: the published types lead here,
// and must not lead on to those of Node.

export type OutputLevel = 'Print' | 'Info' | 'Warning' | 'Error';

export interface OutputEntry {
  readonly level: OutputLevel;
  readonly body: string;
  /** Of a play test: which of its DataModels it comes from. */
  readonly context?: 'server' | 'client';
}
