#!/usr/bin/env node
// The program. It reads as much of the arguments as it takes to know what to load, and ends the process by
// itself: waiting for open handles and for the optimiser's jobs would be felt on every command.
import { prepareStudioAsync } from '../app/prepare-studio.js';
import { groupText, overviewText } from '../command/argv/help-overview.js';
import { type Invocation, resolveCommand } from '../command/argv/resolve-command.js';
import { commandIndex } from '../commands/index.generated.js';
import type { ExitCode } from '../protocol/error-catalog.js';
import { whyNotWritten } from '../support/file-errors.js';
import { PACKAGE_VERSION } from '../support/version.js';
import { createFileSink } from './text-sink.js';

const interruption: { controller?: AbortController } = {};
const lost: { reader?: true; reason?: string } = {};
const closed = () => interruption.controller?.abort();
const stderr = createFileSink(2, closed);
/** Once nobody reads the results, what that does to the command is nobody's news. */
const err = { write: (content: string | Uint8Array) => void (lost.reader || stderr.write(content)) };
const out = createFileSink(1, (error) => {
  lost.reader = true;
  if (error !== undefined) lost.reason = whyNotWritten(error);
  closed();
});

void mainAsync(resolveCommand(commandIndex, process.argv.slice(2))).then((code) => {
  if (lost.reason === undefined) process.exit(code);
  stderr.write(`Error: Cannot write to standard output: ${lost.reason}.\n`);
  process.exit(1);
});

async function mainAsync(invocation: Invocation): Promise<ExitCode> {
  switch (invocation.kind) {
    case 'version':
      out.write(`${PACKAGE_VERSION}\n`);
      return 0;
    case 'overview':
      out.write(overviewText(commandIndex));
      return 0;
    case 'group':
      (invocation.helpWanted ? out : err).write(groupText(commandIndex, invocation.group));
      return invocation.helpWanted ? 0 : 2;
  }
  const { loadProgramAsync } = await import('./load-program.js');
  const willStartStudio =
    invocation.kind === 'command' && invocation.entry.startsStudio === true && !invocation.helpWanted;
  // Before the program is read: the two can begin side by side.
  const isPrepared =
    willStartStudio && (await prepareStudioAsync(invocation.args, invocation.entry.isLongRunning));
  const isTests = invocation.kind === 'command' && invocation.entry.path.at(-1) === 'test';
  const variant = isPrepared ? (isTests ? 'tests' : 'studio') : 'plain';
  const { runInvocationAsync } = await loadProgramAsync(variant);
  return await runInvocationAsync(invocation, { index: commandIndex, out, err, signal: listenForSignals() });
}

/** The first signal asks the command to end; a second one ends the process. */
function listenForSignals(): AbortSignal {
  const controller = new AbortController();
  interruption.controller = controller;
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(130);
      controller.abort();
    });
  }
  return controller.signal;
}
