// Why a process could not take its place on the bridge, in words that name the next step.
import { BridgeError } from '../../protocol/bridge-error.js';

interface Destination {
  readonly mode: 'auto' | 'host' | 'remote';
  readonly port: number;
  readonly remoteName: string;
}

const HEALTH_MS = 500;

/** `serve` on a port that is held, by another host or by something else. */
export async function portTakenAsync(port: number): Promise<BridgeError> {
  const message = `Port ${port} is already in use.`;
  // The holder only has to answer at once to be recognised: `serve` fails without delay.
  const { probePortAsync } = await import('../port-probe.js');
  if ((await probePortAsync(port, HEALTH_MS)).kind !== 'host') return new BridgeError('PORT_IN_USE', message);
  return new BridgeError('PORT_IN_USE', message, {
    hint:
      'A bridge host is already running. Connect as a client with any studio-bridge command, ' +
      'or use --port to start on a different port.',
  });
}

/** A client found something on the port that is not a host. */
export function portInUse({ mode, port, remoteName }: Destination, reason: string): BridgeError {
  if (mode === 'remote') {
    return new BridgeError(
      'HOST_UNREACHABLE',
      `${remoteName}:${port} is not a studio-bridge host: ${reason}.`,
      {
        hint: 'Check the address, and that studio-bridge serve runs there.',
      },
    );
  }
  return new BridgeError(
    'PORT_IN_USE',
    `Port ${port} is held by a program that is not a studio-bridge host: ${reason}.`,
  );
}

export function hostFull({ mode, port, remoteName }: Destination, reason: string): BridgeError {
  const where = mode === 'remote' ? `${remoteName}:${port}` : `port ${port}`;
  return new BridgeError('HOST_UNREACHABLE', `The host at ${where} takes nobody else: ${reason}.`, {
    hint: 'End what uses it, or start it with more room: serve --limit connections=2048',
  });
}

export function portUnusable(port: number, reason: string): BridgeError {
  return new BridgeError('PORT_IN_USE', `Port ${port} cannot be used: ${reason}.`);
}

export function unreachable({ mode, port, remoteName }: Destination, reason: string): BridgeError {
  if (mode === 'remote') {
    return new BridgeError(
      'HOST_UNREACHABLE',
      `No host could be reached at ${remoteName}:${port}: ${reason}.`,
      {
        hint: 'Check the address, and that studio-bridge serve runs there.',
      },
    );
  }
  return new BridgeError('HOST_UNREACHABLE', `The host on port ${port} could not be reached: ${reason}.`);
}
