// One connection for all calls of a server: opening one for each would cost more than the call. Where it has ended,
// the next call opens another.
import type { SessionChoice, StudioConnection, StudioSession } from '../../command/command-context.js';
import type { SessionInfo } from '../../protocol/session-info.js';

export class SharedConnection {
  private opening: Promise<StudioConnection> | undefined;
  private readonly listeners = new Set<() => void>();
  private isClosed = false;

  constructor(private readonly openAsync: () => Promise<StudioConnection>) {}

  getAsync(): Promise<StudioConnection> {
    this.opening ??= this.startAsync();
    return this.opening;
  }

  /** As one command sees it: its end is not the end of the connection. */
  async borrowAsync(onSession: (session: StudioSession) => void): Promise<StudioConnection> {
    const connection = await this.getAsync();
    return {
      get role() {
        return connection.role;
      },
      get port() {
        return connection.port;
      },
      get unsettledMs() {
        return connection.unsettledMs;
      },
      listSessions: () => connection.listSessions(),
      on: (event, listener) => connection.on(event, listener),
      async resolveSessionAsync(choice: SessionChoice) {
        const session = await connection.resolveSessionAsync(choice);
        onSession(session);
        return session;
      },
      disconnectAsync: async () => {},
    };
  }

  async listSessionsAsync(): Promise<SessionInfo[]> {
    return (await this.getAsync()).listSessions();
  }

  /** Called when a session connects or leaves. */
  onSessionsChanged(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async closeAsync(): Promise<void> {
    this.isClosed = true;
    try {
      await (await this.opening)?.disconnectAsync();
    } catch {
      // It never opened, and whoever asked for it has been told why.
    }
  }

  private async startAsync(): Promise<StudioConnection> {
    try {
      const connection = await this.openAsync();
      if (this.isClosed) await connection.disconnectAsync();
      const changed = () => {
        for (const listener of this.listeners) listener();
      };
      connection.on('session-connected', changed);
      connection.on('session-disconnected', changed);
      connection.on('closed', () => {
        this.opening = undefined;
      });
      return connection;
    } catch (error) {
      this.opening = undefined;
      throw error;
    }
  }
}
