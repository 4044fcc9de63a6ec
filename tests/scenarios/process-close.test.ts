// Closing an emulated Studio by command.
import { expect } from 'vitest';
import { processClose } from '../../src/commands/process/close/close.js';
import { useStudioOfFileAsync } from '../support/use-studio.js';
import { verifies } from '../support/verifies.js';

const { runAsync, studio, connection } = await useStudioOfFileAsync('Closing');

verifies('process.close', 'a Studio that is asked to close has left when the command is done', async () => {
  const closed = await runAsync(processClose);
  expect(processClose.format(closed, { streamed: true })).toBe('Closing is closed.');
  expect(connection.listSessions()).toEqual([]);
  expect(await studio.exited).toEqual({});
});
