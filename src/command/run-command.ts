// From a definition and its validated input to its data, on every surface the same: opens what the target
// needs, runs, and closes what was opened.
import { BridgeError } from '../protocol/bridge-error.js';
import type { SessionInfo } from '../protocol/session-info.js';
import type { CommandContext, StudioConnection, StudioSession } from './command-context.js';
import type { AnyCommand, CommandInput } from './define-command.js';
import { throwIfCancelled } from './waits.js';

export async function runCommandAsync(
  command: AnyCommand,
  input: CommandInput,
  context: CommandContext,
): Promise<unknown> {
  if (context.options.readOnly) requireHarmless(command);
  const prepared = await command.prepare?.(input, context);
  throwIfCancelled(context.signal);
  if (command.target === 'none') return await command.run(input, context, prepared);
  const connection = await context.openConnectionAsync({ port: context.options.port });
  try {
    throwIfCancelled(context.signal);
    if (command.target === 'connection')
      return await command.run(input, { ...context, connection }, prepared);
    let session: StudioSession;
    try {
      session = await resolveAsync(connection, context);
    } catch (error) {
      if (!isMissing(error) || !command.runWithoutSession) throw error;
      return await command.runWithoutSession(input, { ...context, connection }, error);
    }
    warnOfOldPlugin(session.info, context);
    return await command.run(input, { ...context, connection, session }, prepared);
  } finally {
    await connection.disconnectAsync();
  }
}

/** A host, a terminal and a server for agents ask again for whatever they are asked for. */
function requireHarmless({ name, readOnly, target, isLongRunning }: AnyCommand): void {
  if (readOnly || (target === 'none' && isLongRunning)) return;
  throw new BridgeError('READ_ONLY', `${name.join(' ')} could change something, and this is --read-only.`);
}

function resolveAsync(connection: StudioConnection, context: CommandContext) {
  const { target, context: studioContext, waitMs } = context.options;
  return connection.resolveSessionAsync({
    target,
    context: studioContext,
    waitMs,
    signal: context.signal,
    onWaiting: () => context.notify('Waiting for a Studio to connect...'),
  });
}

/** Each time, where people and agents read it; never in JSON, and never on standard output. */
function warnOfOldPlugin(info: SessionInfo, { emit }: CommandContext): void {
  if (!info.pluginUpdateAvailable) return;
  const { placeName, pluginVersion } = info;
  emit({
    to: 'diagnostics',
    level: 'Warning',
    text:
      `The plugin of ${placeName || 'this Studio'} is version ${pluginVersion || 'unknown'}, older than recommended: ` +
      'some features may not work. Update it: studio-bridge plugin install',
  });
}

function isMissing(outcome: unknown): outcome is BridgeError {
  return outcome instanceof BridgeError && outcome.code === 'SESSION_NOT_FOUND';
}
