// A question whose answer is not shown: what is typed at a terminal, or all that is piped in.
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { BridgeError } from '../protocol/bridge-error.js';

/** Shows nothing of what readline would echo. */
class Silence extends Writable {
  override _write(_chunk: unknown, _encoding: string, done: () => void): void {
    done();
  }
}

export async function askSecretAsync(question: string, signal: AbortSignal): Promise<string> {
  const { stdin, stderr } = process;
  if (!stdin.isTTY) {
    const parts: Buffer[] = [];
    for await (const part of stdin) parts.push(part as Buffer);
    return Buffer.concat(parts).toString('utf8').trim();
  }
  stderr.write(question);
  const lines = createInterface({ input: stdin, output: new Silence(), terminal: true });
  try {
    return await new Promise<string>((resolve, reject) => {
      const cancel = () => reject(new BridgeError('CANCELLED', 'No key was given.'));
      lines.once('line', resolve);
      lines.once('SIGINT', cancel);
      lines.once('close', cancel);
      signal.addEventListener('abort', cancel, { once: true });
    });
  } finally {
    lines.close();
    stderr.write('\n');
  }
}
