// A Studio that looks for its host where another program answers looks for ever; this tells why nothing comes.
import type { CommandContext } from '../../command/command-context.js';

/** Only of a port that the user named: without one a Studio looks at several. */
export async function warnOfForeignAsync({ options, machine, notify }: CommandContext): Promise<void> {
  const { port } = options;
  const found = port === undefined ? undefined : await machine.probePortAsync(port);
  if (found?.kind !== 'foreign') return;
  notify(
    `Port ${port} is held by a program that is not a bridge host: ${found.reason}. ` +
      'Nothing connects until a host has the port; end that program, or choose another --port on both sides.',
  );
}
