// Pushes actions to plugins: on connect what they lack, and later what changed. A plugin that refuses an action
// keeps the handler it had.
import { registerActionResultPayload } from '../../../protocol/action-messages.js';
import { errorPayload } from '../../../protocol/error-payload.js';
import type { Unsubscribe } from '../../../support/emitter.js';
import type { Logger } from '../../../support/logger.js';
import type { ActionScript, ActionSource } from '../../action-source.js';
import type { PluginSession } from './plugin-session.js';
import type { Relay } from './relay.js';

export class ActionRegistrar {
  /** By session: the hash of each action that was last sent, or that the plugin already had. */
  private readonly sent = new Map<PluginSession, Map<string, string>>();
  private readonly stopListening: Unsubscribe | undefined;

  constructor(
    private readonly source: ActionSource,
    private readonly relay: Relay,
    private readonly logger: Logger,
  ) {
    this.stopListening = source.onChanged?.(() => {
      for (const session of this.sent.keys()) this.push(session);
    });
  }

  add(session: PluginSession): void {
    if (!session.can('registerAction')) return;
    this.sent.set(session, new Map(Object.entries(session.announcedActions)));
    this.push(session);
  }

  remove(session: PluginSession): void {
    this.sent.delete(session);
  }

  stop(): void {
    this.stopListening?.();
  }

  private push(session: PluginSession): void {
    const known = this.sent.get(session);
    for (const action of this.source.list()) {
      if (!known || known.get(action.name) === action.hash) continue;
      known.set(action.name, action.hash);
      void this.registerAsync(session, action);
    }
  }

  private async registerAsync(session: PluginSession, action: ActionScript): Promise<void> {
    const { name, responseType, source, hash } = action;
    const answer = await this.relay.askAsync(session, 'registerAction', { name, responseType, source, hash });
    const result = registerActionResultPayload.safeParse(answer.payload);
    if (result.success && result.data.success) return;
    const failure = errorPayload.safeParse(answer.payload);
    const why = (result.success ? result.data.error : failure.data?.message) ?? 'it gave no reason';
    this.logger.warn(`${session.info.placeName || 'A plugin'} did not take the action ${name}: ${why}`);
  }
}
