import { expect } from 'vitest';
import { verifies } from '../../../tests/support/verifies.js';
import { readStudioFaultsAsync } from './studio-faults.js';

const read = (plan: unknown) =>
  readStudioFaultsAsync(
    {
      readTextAsync: async () => (typeof plan === 'string' ? plan : JSON.stringify(plan)),
      readBytesAsync: () => Promise.reject(new Error('not here')),
      readStandardInputAsync: () => Promise.reject(new Error('not here')),
      isFileAsync: async () => false,
    },
    'plan.json',
  );

verifies('emulator.faults', 'a plan may hold all that docs/faults.md says', async () => {
  const plan = {
    seed: 3,
    studio: {
      teamCreate: true,
      pluginsInPlay: false,
      clientSockets: false,
      minimised: true,
      without: ['StudioTestService', 'RunService.IsEdit'],
      answers: { 'RunService.IsStudio': false },
    },
    faults: [
      { fault: 'cut', on: 'sent', type: 'heartbeat', nth: 2, where: 'after' },
      { fault: 'stall', on: 'start', afterSeconds: 3, seconds: 1, url: '/plugin' },
      { fault: 'refuse', on: 'request', status: 503, every: 2, times: 4 },
      { fault: 'slow', on: 'received', seconds: 0.5, chance: 0.1 },
    ],
  };
  await expect(read(plan)).resolves.toEqual(plan);
  await expect(read({})).resolves.toEqual({ faults: [] });
});

verifies('emulator.faults', 'what is wrong in a plan is named', async () => {
  const cases: [unknown, string][] = [
    ['{', 'The plan of faults plan.json cannot be used: '],
    [{ faults: [{ fault: 'boom', on: 'sent' }] }, 'faults.0.fault has to be one of cut, stall, '],
    [{ faults: [{ fault: 'cut' }] }, 'faults.0.on has to be one of sent, received, '],
    [
      { faults: [{ fault: 'refuse', on: 'sent' }] },
      'faults.0.on: "refuse" happens on connect, request, not on sent.',
    ],
    [{ faults: [{ fault: 'slow', on: 'sent' }] }, 'faults.0.seconds: "slow" has to say for how long.'],
    [{ faults: [{ fault: 'cut', on: 'sent', nth: 0 }] }, 'faults.0.nth has to be more than 0.'],
    [{ faults: [{ fault: 'cut', on: 'sent', chance: 2 }] }, 'faults.0.chance has to be at most 1.'],
    [{ faults: [{ fault: 'cut', on: 'sent', at: 1 }] }, 'faults.0 must not have "at".'],
    [{ studio: { answers: { IsEdit: true } } }, 'studio.answers.IsEdit has to be Class.Method.'],
  ];
  for (const [plan, message] of cases) {
    await expect(read(plan)).rejects.toMatchObject({
      code: 'USAGE',
      message: expect.stringContaining(message),
      hint: 'docs/faults.md says what can be in it.',
    });
  }
});
