// One line of Studio's output, wherever it travels: `output`, `logPush`, `logsResult`, results of `exec`.
import * as z from 'zod/mini';

export const OUTPUT_LEVELS = ['Print', 'Info', 'Warning', 'Error'] as const;
export const outputLevel = z.enum(OUTPUT_LEVELS);
export type OutputLevel = z.infer<typeof outputLevel>;

export const logEntry = z.object({
  level: outputLevel,
  body: z.string(),
  /** Milliseconds since the plugin connected. */
  timestamp: z.optional(z.number()),
  /** Unix time in milliseconds. */
  time: z.optional(z.number()),
  /** A counter of the session that never repeats, so that a reader can tell what it missed. */
  seq: z.optional(z.number()),
});
export type LogEntry = z.infer<typeof logEntry>;
