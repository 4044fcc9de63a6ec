// The programs are scripts of Node's, real processes: that they live on, and are ended, is what counts.
import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { useTmp } from '../../../tests/support/use-tmp.js';
import { systemClock } from '../../support/clock.js';
import { nativeInstallation } from '../installation.js';
import { thisMachine } from '../machine.js';
import { readLaunchRecords, type TemporaryFile, writeLaunchRecord } from './launch-records.js';
import { type LaunchParts, launchStudioAsync } from './launch-studio.js';
import { endLaunchAsync, hashOfFile, runningLaunchesAsync, sweepLaunchesAsync } from './sweep-launches.js';

const STAYS = 'setInterval(() => {}, 1000)';

function useStudio(script = STAYS) {
  const folder = useTmp();
  const parts: LaunchParts = {
    machine: thisMachine(),
    stateFolder: join(folder, 'state'),
    clock: systemClock,
  };
  const program = join(folder, 'Studio');
  writeFileSync(program, `#!${process.execPath}\n${script}\n`);
  chmodSync(program, 0o755);
  onTestFinished(async () => {
    for (const record of readLaunchRecords(parts.stateFolder)) await endLaunchAsync(parts, record);
  });
  const launchAsync = (more: { isOwned?: boolean; temporaryFiles?: TemporaryFile[]; place?: string } = {}) =>
    launchStudioAsync(parts, {
      installation: nativeInstallation(program, 'a test'),
      order: { task: { kind: 'edit-file', place: more.place ?? '/p.rbxl' } },
      isOwned: false,
      ...more,
    });
  return { folder, parts, program, launchAsync };
}

test('Studio gets its words one by one, whatever they hold, and is a group of its own', async () => {
  const place = `/x/it's $HOME; "ü" \`id\`.rbxl`;
  const { folder, launchAsync } = useStudio(
    `require('node:fs').writeFileSync('told', JSON.stringify([process.argv.slice(2), process.cwd()]))`,
  );
  const { exited, record } = await launchAsync({ place });
  expect(await exited).toEqual({ code: 0, signal: null });
  const told = JSON.parse(thisMachine().readText(join(folder, 'told')) ?? '');
  expect(told).toEqual([['--task', 'EditFile', '--localPlaceFile', place], folder]);
  expect(record.process?.pid).toBeGreaterThan(1);
});

test('a later command knows it by its record, ends it, and nothing is left', async () => {
  const { folder, parts, launchAsync } = useStudio();
  const copy = join(folder, 'copy.rbxl');
  writeFileSync(copy, 'place');
  const { exited, keepInstance } = await launchAsync({
    temporaryFiles: [{ path: copy, hash: hashOfFile(copy) }, { path: `${copy}.lock` }],
  });
  writeFileSync(`${copy}.lock`, '');
  keepInstance('of-this-studio');
  const [record, second] = await runningLaunchesAsync(parts);
  expect(second).toBeUndefined();
  expect(record).toMatchObject({ kind: 'studio', instanceId: 'of-this-studio' });
  if (record) expect(await endLaunchAsync(parts, record)).toMatchObject({ kept: [] });
  expect(await exited).toEqual({ code: null, signal: 'SIGKILL' });
  expect([existsSync(copy), existsSync(`${copy}.lock`)]).toEqual([false, false]);
  expect(readLaunchRecords(parts.stateFolder)).toEqual([]);
});

test('a sweep leaves what runs, and removes what a dead one left but for what somebody changed', async () => {
  const { folder, parts, launchAsync } = useStudio();
  const copy = join(folder, 'copy.rbxl');
  writeFileSync(copy, 'place');
  const { exited, record } = await launchAsync({ temporaryFiles: [{ path: copy, hash: hashOfFile(copy) }] });
  expect(await sweepLaunchesAsync(parts)).toEqual({ ended: [], kept: [] });
  writeFileSync(copy, 'saved by its user');
  thisMachine().signal(record.process?.pid ?? 0, 'SIGKILL');
  await exited;
  expect(await sweepLaunchesAsync(parts)).toEqual({ ended: [], kept: [copy] });
  expect(existsSync(copy)).toBe(true);
  expect(readLaunchRecords(parts.stateFolder)).toEqual([]);
});

test('one that was to end with its command is ended once that is gone, and not before', async () => {
  const { parts, launchAsync } = useStudio();
  const { exited, record } = await launchAsync({ isOwned: true });
  expect(await sweepLaunchesAsync(parts)).toEqual({ ended: [], kept: [] });
  // The number is in use again, by a process that began at another time.
  const owner = { pid: process.pid, startedAtMs: 0 };
  writeLaunchRecord(parts.stateFolder, { ...record, owner });
  expect((await sweepLaunchesAsync(parts)).ended).toMatchObject([{ id: record.id }]);
  expect(await exited).toEqual({ code: null, signal: 'SIGKILL' });
});

test('another process that has the number by now is left alone', async () => {
  const { parts, launchAsync } = useStudio();
  const { record, exited } = await launchAsync();
  const mark = record.process ?? { pid: 0, startedAtMs: 0 };
  writeLaunchRecord(parts.stateFolder, { ...record, process: { ...mark, startedAtMs: 0 } });
  expect(await runningLaunchesAsync(parts)).toEqual([]);
  await sweepLaunchesAsync(parts);
  expect(thisMachine().signal(mark.pid, 'SIGKILL')).toBe(true);
  await exited;
});

test.each([
  ['is not there', undefined, 'it is not there'],
  ['may not be run', 0o644, 'this user may not run it'],
])('a program that %s is said to be so, and leaves no record', async (_what, mode, why) => {
  const { folder, parts } = useStudio();
  const program = join(folder, 'Other');
  if (mode !== undefined) writeFileSync(program, '', { mode });
  const launched = launchStudioAsync(parts, {
    installation: nativeInstallation(program, 'a test'),
    order: { task: { kind: 'edit-file', place: '/p.rbxl' } },
    isOwned: false,
  });
  await expect(launched).rejects.toMatchObject({
    code: 'STUDIO_NOT_STARTED',
    message: `${program} could not be started: ${why}.`,
    hint: 'See which Studio is used, and name another one with ROBLOX_STUDIO_PATH: studio-bridge process installations',
  });
  expect(readLaunchRecords(parts.stateFolder)).toEqual([]);
});
