// Leveled logging to a sink that the composition root chooses; nothing below the surfaces writes to a console.

export const LOG_LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface Logger {
  error(message: string): void;
  warn(message: string): void;
  info(message: string): void;
  debug(message: string): void;
}

export type LogSink = (level: Exclude<LogLevel, 'silent'>, message: string) => void;

export function createLogger(level: LogLevel, sink: LogSink): Logger {
  const limit = LOG_LEVELS.indexOf(level);
  const at = (messageLevel: Exclude<LogLevel, 'silent'>) => {
    const enabled = LOG_LEVELS.indexOf(messageLevel) <= limit;
    return enabled ? (message: string) => sink(messageLevel, message) : () => {};
  };
  return { error: at('error'), warn: at('warn'), info: at('info'), debug: at('debug') };
}

export const silentLogger: Logger = createLogger('silent', () => {});
