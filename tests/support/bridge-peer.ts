// A process that takes part in the bridge and does what its parent says, so that tests can kill it.
import { BridgeConnection } from '../../src/bridge/bridge-connection.js';
import { execute } from '../../src/protocol/core-actions.js';
import type { PeerCommand, PeerReply } from './peer-process.js';

const [port = '0', stateFolder = '', role = 'auto'] = process.argv.slice(2);
const say = (reply: PeerReply) => process.send?.(reply);

const connection = await BridgeConnection.connectAsync({
  port: Number(port),
  stateFolder,
  role: role === 'host' ? 'host' : 'auto',
  keepAlive: true,
  local: true,
  clientVersion: '0.0.0-test',
});

connection.on('host-changed', ({ role: newRole }) => say({ event: 'host-changed', role: newRole }));
say({ event: 'ready', role: connection.role });

process.on('message', (command: PeerCommand) => {
  void obeyAsync(command).then(
    (value) => say({ id: command.id, value }),
    (error: Error & { code?: string }) => say({ id: command.id, error: `${error.code}: ${error.message}` }),
  );
});
process.on('disconnect', () => process.exit(0));

async function obeyAsync(command: PeerCommand): Promise<unknown> {
  switch (command.do) {
    case 'invoke': {
      const session = await connection.resolveSessionAsync({ target: command.target, waitMs: 10_000 });
      const lines: string[] = [];
      const result = await session.invokeAsync(
        execute,
        { script: command.script ?? '' },
        { timeoutMs: 20_000, onOutput: ({ body }) => lines.push(body) },
      );
      return { ...result, lines };
    }
    case 'sessions':
      return connection.listSessions().length;
    case 'disconnect':
      await connection.disconnectAsync();
      return undefined;
  }
}
