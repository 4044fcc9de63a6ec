// Closing an emulated Studio by command.
import { expect } from 'vitest';
import { explorerCreate } from '../../src/commands/explorer/create/create.js';
import { processClose } from '../../src/commands/process/close/close.js';
import { useStudioOfFileAsync } from '../support/use-studio.js';
import { verifies } from '../support/verifies.js';

const { runAsync, failAsync, studio, connection } = await useStudioOfFileAsync('Closing');

verifies('close.force', 'one with changes stays open unless it is forced', async () => {
  await runAsync(explorerCreate, { class: 'Part', name: 'Kept' });
  expect(await failAsync(processClose)).toMatchObject({
    code: 'UNSAVED_CHANGES',
    exitCode: 1,
    message: expect.stringMatching(
      /^Closing has changes that are not saved, the last one: .+\. It stays open\.$/,
    ),
    hint: expect.stringContaining('studio-bridge process close --force'),
  });
  expect(connection.listSessions()).toHaveLength(1);
});

verifies('process.close', 'a Studio that is asked to close has left when the command is done', async () => {
  const closed = await runAsync(processClose, { force: true });
  expect(processClose.format(closed, { streamed: true })).toBe('Closing is closed.');
  expect(connection.listSessions()).toEqual([]);
  expect(await studio.exited).toEqual({});
});
