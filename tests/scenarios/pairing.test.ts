// Pairing from end to end: the plugin that ships, on the emulated Studio, with hosts that share its secret, hosts that
// do not, and somebody in between.
import { expect, onTestFinished } from 'vitest';
import { type PluginSide, useScriptedHost } from '../../plugin/scripted-host.js';
import type { BridgeConnection } from '../../src/bridge/bridge-connection.js';
import { ensurePairingSecretAsync, type PairingSecret } from '../../src/bridge/pairing-secret.js';
import { type EmulatedStudio, startEmulatedStudioAsync } from '../../src/emulator/index.js';
import { execute } from '../../src/protocol/core-actions.js';
import type { PairingOffer } from '../../src/protocol/pairing.js';
import { type BakedSettings, installedPlugin } from '../../src/studio/plugin/installed-plugin.js';
import { nextEvent, untilSessions, useConnection, useFreePort } from '../support/bridge.js';
import { usePlugin } from '../support/scripted-plugin.js';
import { useTmp } from '../support/use-tmp.js';
import { verifies } from '../support/verifies.js';

const ADVICE = 'If that host is yours, run studio-bridge plugin install, then open Studio again.';
const UNPROVEN = 'it did not prove that it knows the secret this plugin was installed with';
const PROVEN_WRONG = 'its proof that it knows the secret this plugin was installed with is wrong';
const NOT_ACCEPTED = 'it does not accept the secret this plugin was installed with';
const NOT_PAIRED = 'it takes paired plugins only, and this one was installed without a secret';

const FOREIGN_CODE = [
  {
    type: 'registerAction',
    requestId: 'action',
    payload: { name: 'act', source: 'print("RAN") return print' },
  },
  { type: 'subscribe', requestId: 'events', payload: { events: ['logPush'] } },
  { type: 'execute', requestId: 'script', payload: { script: 'print("RAN")' } },
];

/** As a host does that was never asked for a proof, and as one that does not wait for anything. */
function sendForeignCode(plugin: PluginSide, sessionId: string): void {
  for (const message of FOREIGN_CODE) plugin.send({ sessionId, ...message });
  plugin.send({ type: 'welcome', sessionId, protocolVersion: 2, payload: { sessionId, paired: true } });
  for (const message of FOREIGN_CODE) plugin.send({ sessionId, ...message });
}

interface WatchedStudio {
  readonly studio: EmulatedStudio;
  readonly lines: readonly string[];
  /** The first line with this in it. */
  lineAsync(part: string): Promise<string>;
}

async function useStudio(port: number | undefined, settings: BakedSettings): Promise<WatchedStudio> {
  const studio = await startEmulatedStudioAsync({
    ...(port === undefined ? {} : { port }),
    plugins: [installedPlugin(settings)],
  });
  onTestFinished(() => studio.terminateAsync());
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  studio.onOutput(({ body }) => {
    lines.push(body);
    for (const check of waiting) check();
  });
  return {
    studio,
    lines,
    lineAsync: (part) =>
      new Promise((resolve) => {
        const check = () => {
          const found = lines.find((line) => line.includes(part));
          if (found !== undefined) resolve(found);
        };
        waiting.add(check);
        check();
      }),
  };
}

/** A host of a user who has installed the plugin. */
async function usePairedHost(options: { requirePairing?: boolean; port?: number } = {}) {
  const stateFolder = useTmp();
  const pairing = await ensurePairingSecretAsync(stateFolder);
  const host = await useConnection({ stateFolder, role: 'host', expectedSessions: 1, ...options });
  return { host, pairing, stateFolder };
}

const refusalOf = (port: number, reason: string) =>
  `[StudioBridge] does not work with the host at 127.0.0.1:${port}: ${reason}. ${ADVICE}`;

/** Nothing ran, and the reason was told once. */
async function expectRefusalAsync({ studio, lines, lineAsync }: WatchedStudio, port: number, reason: string) {
  expect(await lineAsync('does not work with')).toBe(refusalOf(port, reason));
  await studio.closeAsync();
  expect(lines).toEqual([refusalOf(port, reason)]);
}

async function firstSessionAsync(host: BridgeConnection) {
  await untilSessions(host, 1);
  return host.resolveSessionAsync({});
}

verifies('plugin.pairing', 'plugin and host that share a secret work together, as paired', async () => {
  const { host, pairing } = await usePairedHost({ requirePairing: true });
  const { lines } = await useStudio(host.port, { pairing });
  const session = await firstSessionAsync(host);
  expect(host.listSessions()).toMatchObject([{ paired: true, origin: 'emulator' }]);
  expect(await session.invokeAsync(execute, { script: 'return 7' })).toMatchObject({ returnValues: [7] });
  expect(lines.join('\n')).not.toContain(pairing.secret);
});

verifies('plugin.pairing', 'each connection is paired anew', async () => {
  const { host, pairing, stateFolder } = await usePairedHost({ requirePairing: true });
  const { port } = host;
  const { studio, lines } = await useStudio(port, { pairing });
  await untilSessions(host, 1);
  const before = host.listSessions()[0]?.sessionId;
  await host.disconnectAsync();
  const next = await useConnection({
    stateFolder,
    port,
    role: 'host',
    expectedSessions: 1,
    requirePairing: true,
  });
  const session = await firstSessionAsync(next);
  expect(next.listSessions()).toMatchObject([{ paired: true }]);
  expect(session.info.sessionId).not.toBe(before);
  await studio.closeAsync();
  expect(lines.filter((line) => line.includes('does not work with'))).toEqual([]);
});

verifies(
  'plugin.pairing',
  'a plugin without a secret is told apart, and refused where it has to be',
  async () => {
    const { host } = await usePairedHost();
    await useStudio(host.port, {});
    await untilSessions(host, 1);
    expect(host.listSessions()).toMatchObject([{ paired: false }]);

    const { host: strict } = await usePairedHost({ requirePairing: true });
    const connected = nextEvent(strict, 'session-connected').then(() => 'connected');
    const studio = await useStudio(strict.port, {});
    expect(await Promise.race([studio.lineAsync(NOT_PAIRED), connected])).not.toBe('connected');
    await expectRefusalAsync(studio, strict.port, NOT_PAIRED);
    expect(strict.listSessions()).toEqual([]);
  },
);

const STRANGERS: readonly [string, string, (own: PairingSecret) => PairingSecret][] = [
  [
    'a secret of another user',
    NOT_ACCEPTED,
    () => ({ keyId: 'fedcba9876543210', secret: 'another-users-secret' }),
  ],
  [
    'another secret under the same id',
    PROVEN_WRONG,
    ({ keyId }) => ({ keyId, secret: 'another-users-secret' }),
  ],
];
for (const [name, reason, strange] of STRANGERS) {
  verifies('plugin.pairing', `no session comes of ${name}`, async () => {
    const { host, pairing } = await usePairedHost();
    let sessions = 0;
    host.on('session-connected', () => {
      sessions += 1;
    });
    await expectRefusalAsync(await useStudio(host.port, { pairing: strange(pairing) }), host.port, reason);
    expect(sessions).toBe(0);
  });
}

verifies('plugin.pairing', 'a host that proves nothing gets no code accepted', async () => {
  const fake = await useScriptedHost();
  const pairing = await ensurePairingSecretAsync(useTmp());
  const studio = await useStudio(fake.port, { pairing });
  const plugin = await fake.nextPluginAsync();
  const { payload, sessionId } = await plugin.nextAsync('register');
  expect(payload.pairing).toMatchObject({ keyId: pairing.keyId, port: fake.port });
  sendForeignCode(plugin, sessionId);
  await plugin.closed;
  await expectRefusalAsync(studio, fake.port, UNPROVEN);
  expect(plugin.received.map(({ type }) => type)).toEqual(['register']);
  expect(JSON.stringify(plugin.received)).not.toContain(pairing.secret);
});

const RELAYS: readonly [string, string, string, (port: number) => number][] = [
  ['passes everything on', 'error', NOT_ACCEPTED, () => 0],
  ['passes the port of the host off as its own', 'pairingChallenge', PROVEN_WRONG, (port) => port],
];
for (const [name, answerType, reason, forgedPort] of RELAYS) {
  verifies('plugin.pairing', `nobody in between who ${name} gets code accepted`, async () => {
    const { host, pairing } = await usePairedHost();
    const fake = await useScriptedHost();
    const toHost = await usePlugin(host.port);
    const studio = await useStudio(fake.port, { pairing });
    const toPlugin = await fake.nextPluginAsync();
    const register = await toPlugin.nextAsync('register');
    const offer = register.payload.pairing as PairingOffer;
    const port = forgedPort(host.port) || offer.port;
    toHost.send({ ...register, payload: { ...register.payload, pairing: { ...offer, port } } });
    toPlugin.sendText(JSON.stringify(await toHost.nextAsync(answerType)));
    sendForeignCode(toPlugin, register.sessionId);
    await toPlugin.closed;
    await expectRefusalAsync(studio, fake.port, reason);
    expect(toPlugin.received.map(({ type }) => type)).toEqual(['register']);
    expect(host.listSessions()).toEqual([]);
  });
}

verifies('plugin.pairing', 'past a host of somebody else it finds its own at another port', async () => {
  const { host: strange } = await usePairedHost();
  const { host, pairing } = await usePairedHost({ port: await useFreePort(), requirePairing: true });
  const { lineAsync } = await useStudio(undefined, { pairing, ports: [strange.port, host.port] });
  await untilSessions(host, 1);
  expect(await lineAsync('does not work with')).toBe(refusalOf(strange.port, NOT_ACCEPTED));
  expect(host.listSessions()).toMatchObject([{ paired: true }]);
  expect(strange.listSessions()).toEqual([]);
});
