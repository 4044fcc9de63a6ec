// Studio and host on one side of a container's border, commands on the other, and one port passed on between them. The
// border is one of network namespaces, where this machine allows them: nothing else gets across.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { ROOT } from '../../scripts/bundling.js';
import { childEnv } from '../../scripts/checks/tool.js';
import { freePortAsync } from '../support/free-port.js';
import { type CliRunOptions, useCli } from '../support/use-cli.js';
import { useStudioProcessAsync } from '../support/use-studio-process.js';
import { useTmp } from '../support/use-tmp.js';
import { verifies } from '../support/verifies.js';

const FEATURE = join(ROOT, '.devcontainer', 'studio-bridge');
const FORWARD = join(FEATURE, 'forward.mjs');
/** What the machine outside is called inside; only in a namespace of its own is it somebody else. */
const OUTSIDE = '127.0.0.2';

const ISOLATION = process.getuid?.() === 0 ? ['--net'] : ['--user', '--map-root-user', '--net'];
const ENTRY = process.getuid?.() === 0 ? ['--net'] : ['--user', '--preserve-credentials', '--net'];
const HAS_NAMESPACES =
  spawnSync('unshare', [...ISOLATION, 'sh', '-c', 'ip link set lo up && nsenter --version']).status === 0;
const BORDER = HAS_NAMESPACES
  ? 'between network namespaces'
  : 'in one network namespace, as this machine allows no others';

/** Passes a name on the inside's loopback on to a socket in the file system, which namespaces of networks share. */
const GATE = `
  const net = require('node:net');
  const [path, port] = process.argv.slice(1);
  net.createServer((inside) => {
    const outside = net.connect(path);
    inside.pipe(outside).pipe(inside);
    inside.on('error', () => outside.destroy());
    outside.on('error', () => inside.destroy());
  }).listen(Number(port), '${OUTSIDE}', () => console.log('open'));
`;

function useProgram(words: readonly string[]): {
  child: ChildProcess;
  seesAsync(pattern: RegExp): Promise<void>;
} {
  const child = spawn(words[0] ?? '', words.slice(1), {
    env: childEnv(),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let shown = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    shown += text;
  });
  return {
    child,
    async seesAsync(pattern) {
      while (!pattern.test(shown)) await once(child.stdout ?? child, 'data');
      shown = '';
    },
  };
}

/** The inside of a container around which `port` is a host's. */
async function useContainerAsync(port: number) {
  const path = join(useTmp(), 'border');
  const border = createServer((inside) => {
    const outside = connect(port, '127.0.0.1');
    inside.pipe(outside).pipe(inside);
    inside.on('error', () => outside.destroy());
    outside.on('error', () => inside.destroy());
  }).listen(path);
  onTestFinished(() => void border.close());
  await once(border, 'listening');
  // Where there is but one namespace, the port has to be another one.
  const gatePort = HAS_NAMESPACES ? port : await freePortAsync();
  const insidePort = HAS_NAMESPACES ? port : await freePortAsync();
  const gate = [process.execPath, '-e', GATE, path, String(gatePort)];
  const holder = HAS_NAMESPACES
    ? useProgram(['unshare', ...ISOLATION, 'sh', '-c', 'ip link set lo up; exec "$@"', 'sh', ...gate])
    : useProgram(gate);
  await holder.seesAsync(/open/);
  const enter = HAS_NAMESPACES ? ['nsenter', `--target=${holder.child.pid}`, ...ENTRY, '--'] : [];
  const cli = useCli();
  return {
    insidePort,
    forward: () =>
      useProgram([...enter, process.execPath, FORWARD, String(insidePort), OUTSIDE, String(gatePort)]),
    runAsync: (args: readonly string[], env: CliRunOptions['env'] = {}) =>
      cli.runAsync(args, {
        ...(HAS_NAMESPACES ? { prelude: `exec ${enter.join(' ')} "$@"` } : {}),
        env: {
          ...{
            STUDIO_BRIDGE_LOCAL: undefined,
            REMOTE_CONTAINERS: 'true',
            STUDIO_BRIDGE_PORT: String(insidePort),
          },
          ...env,
        },
      }),
  };
}

verifies('containers.border', `the only port that is passed on is enough, ${BORDER}`, async () => {
  const outside = await useStudioProcessAsync('Outside');
  const { insidePort, forward, runAsync } = await useContainerAsync(outside.port);
  const token = { STUDIO_BRIDGE_TOKEN: readFileSync(join(outside.home, 'token'), 'utf8').trim() };
  const ask = ['console', 'exec', 'print("through"); return game.Name'];

  const cut = await runAsync([...ask, '--remote', `localhost:${insidePort}`], token);
  expect(cut).toMatchObject({ exitCode: 3, stdout: '' });

  const passing = forward();
  await passing.seesAsync(/localhost:\d+ is 127\.0\.0\.2:\d+/);
  expect(await runAsync(ask, token)).toMatchObject({ exitCode: 0, stdout: 'through\nOutside\n' });
  const listed = await runAsync(['process', 'list', '--json'], token);
  expect(JSON.parse(listed.stdout).sessions).toMatchObject([{ placeName: 'Outside' }]);
  const stranger = await runAsync(ask);
  expect(stranger).toMatchObject({ exitCode: 4, stdout: '' });
  expect(stranger.stderr).toMatch(/STUDIO_BRIDGE_TOKEN/);

  await outside.host.interruptAsync();
  await passing.seesAsync(/localhost:\d+ is free/);
  const alone = await runAsync(['process', 'run', '--emulator', 'return "alone"'], token);
  expect(alone).toMatchObject({ exitCode: 0, stdout: 'alone\n' });
  expect(await runAsync(['process', 'list', '--wait', '1ms'], token)).toMatchObject({ exitCode: 0 });
});

verifies('containers.feature', 'is installed by its script, and passes on what the container is for', () => {
  const share = useTmp();
  const env = { ...childEnv(), VERSION: 'none', HOST: 'box', PORT: '4000', STUDIO_BRIDGE_SHARE: share };
  const installed = spawnSync('sh', [join(FEATURE, 'install.sh')], { env, encoding: 'utf8' });
  expect(installed).toMatchObject({ status: 0, stderr: '' });
  expect(statSync(join(share, 'start.sh')).mode & 0o111).toBe(0o111);
  expect(readFileSync(join(share, 'forward.mjs'), 'utf8')).toBe(readFileSync(FORWARD, 'utf8'));
  // In place of the forwarder: what it would be told.
  writeFileSync(join(share, 'forward.mjs'), 'console.error(process.argv.slice(2).join(" "))');
  const started = spawnSync(join(share, 'start.sh'), ['sh', '-c', 'wait; echo "$1"', 'sh', 'main'], {
    env,
    encoding: 'utf8',
  });
  expect(started.stdout).toBe('main\n');
  expect(started.stderr).toBe('4000 box 4000\n');
  const without = spawnSync('/bin/sh', [join(FEATURE, 'install.sh')], {
    env: { ...env, PATH: useTmp() },
    encoding: 'utf8',
  });
  expect(without.status).toBe(1);
  expect(without.stderr).toContain('studio-bridge needs Node 20 or later');
});

verifies('containers.feature', 'and the examples beside it name files that are there', () => {
  const feature: unknown = JSON.parse(readFileSync(join(FEATURE, 'devcontainer-feature.json'), 'utf8'));
  expect(feature).toMatchObject({
    id: 'studio-bridge',
    entrypoint: '/usr/local/share/studio-bridge/start.sh',
  });
  const example: unknown = JSON.parse(readFileSync(join(ROOT, '.devcontainer', 'devcontainer.json'), 'utf8'));
  expect(example).toMatchObject({ features: { './studio-bridge': { version: 'none' } } });
  const compose = readFileSync(join(ROOT, '.devcontainer', 'compose.yaml'), 'utf8');
  const [, mounted = ''] = /- (\S+forward\.mjs):\/forward\.mjs/.exec(compose) ?? [];
  expect(readFileSync(join(ROOT, '.devcontainer', mounted), 'utf8')).toBe(readFileSync(FORWARD, 'utf8'));
});
