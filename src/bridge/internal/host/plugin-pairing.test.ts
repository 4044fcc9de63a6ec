import { expect, test } from 'vitest';
import { createHostRig, REGISTER_PAYLOAD, type RigPeer, settle } from '../../../../tests/support/host-rig.js';
import { useTmp } from '../../../../tests/support/use-tmp.js';
import { verifies } from '../../../../tests/support/verifies.js';
import { ensurePairingSecretAsync, findPairingSecretAsync } from '../../pairing-secret.js';
import { proofOf } from './plugin-pairing.js';

const PAIRING = { secret: 'the-secret-of-the-plugin', keyId: '0123456789abcdef' };
const PORT = 38_741;

const offer = (plugin: RigPeer, pairing: Record<string, unknown>) =>
  plugin.send({
    type: 'register',
    sessionId: 's1',
    protocolVersion: 2,
    payload: {
      ...REGISTER_PAYLOAD,
      pairing: { keyId: PAIRING.keyId, nonce: 'plugin-nonce', port: PORT, ...pairing },
    },
  });

const challengeOf = (plugin: RigPeer) =>
  (plugin.last('pairingChallenge')?.payload ?? {}) as { nonce: string; proof: string };

const prove = (plugin: RigPeer, secret: string) => {
  const exchange = { hostNonce: challengeOf(plugin).nonce, pluginNonce: 'plugin-nonce', port: PORT };
  plugin.send({
    type: 'pairingProof',
    sessionId: 's1',
    payload: { proof: proofOf('plugin', secret, exchange) },
  });
};

verifies(
  'bridge.host-pairing',
  'host and plugin prove the secret to each other, the host first',
  async () => {
    const rig = createHostRig({ pairing: PAIRING, requirePairing: true });
    const plugin = rig.plugin();
    offer(plugin, {});
    await settle();
    const { nonce, proof } = challengeOf(plugin);
    const exchange = { hostNonce: nonce, pluginNonce: 'plugin-nonce', port: PORT };
    expect(proof).toBe(proofOf('host', PAIRING.secret, exchange));
    expect(plugin.last('welcome')).toBeUndefined();
    prove(plugin, PAIRING.secret);
    await settle();
    expect(plugin.last('welcome')?.payload).toMatchObject({ paired: true });
    expect(rig.host.listSessions()[0]?.paired).toBe(true);
    expect(JSON.stringify(plugin.heard)).not.toContain(PAIRING.secret);
  },
);

test.each(['another-secret-altogether', ''])(
  'a plugin that does not know the secret (%j) is shown out',
  async (secret) => {
    const rig = createHostRig({ pairing: PAIRING });
    const plugin = rig.plugin();
    offer(plugin, {});
    await settle();
    prove(plugin, secret);
    await settle();
    expect(plugin.last('error')?.payload).toMatchObject({
      code: 'UNAUTHORIZED',
      message: 'The plugin could not prove that it is paired.',
    });
    expect([plugin.closedBy, rig.host.listSessions()]).toEqual(['refused', []]);
  },
);

test('a proof for another port is not passed on', async () => {
  const rig = createHostRig({ pairing: PAIRING });
  const plugin = rig.plugin();
  offer(plugin, { port: PORT + 1 });
  await settle();
  expect([plugin.all('pairingChallenge'), plugin.closedBy]).toEqual([[], 'refused']);
});

test('a plugin that never answers the challenge is shown out', async () => {
  const rig = createHostRig({ pairing: PAIRING });
  const plugin = rig.plugin();
  offer(plugin, {});
  await settle();
  rig.clock.advance(10_000);
  await settle();
  expect(plugin.closedBy).toBe('refused');
});

test.each([undefined, PAIRING])(
  'a plugin with the secret of another user is shown out, as it would trust nothing here',
  async (pairing) => {
    const rig = createHostRig(pairing ? { pairing } : {});
    const strange = rig.plugin();
    offer(strange, { keyId: 'not-of-this-user' });
    await settle();
    expect(strange.last('error')?.payload).toMatchObject({
      code: 'UNAUTHORIZED',
      message: 'The plugin was installed with a pairing secret that this host does not have.',
    });
    expect([strange.closedBy, rig.host.listSessions()]).toEqual(['refused', []]);
  },
);

test('a plugin without a secret is taken as unpaired, unless pairing is required', async () => {
  const open = createHostRig({ pairing: PAIRING });
  await open.hello('old-session');
  expect(open.host.listSessions()[0]?.paired).toBe(false);

  const strict = createHostRig({ pairing: PAIRING, requirePairing: true });
  const old = await strict.hello('old-session');
  expect(old.last('error')?.payload).toMatchObject({
    message: 'This host takes paired plugins only, and this one is not paired with it.',
  });
  expect(old.closedBy).toBe('refused');
});

test('the secret is made once, for this user only', async () => {
  const folder = useTmp();
  expect(await findPairingSecretAsync(folder)).toBeUndefined();
  const made = await ensurePairingSecretAsync(folder);
  expect(await findPairingSecretAsync(folder)).toEqual(made);
  expect(made.keyId).toMatch(/^[0-9a-f]{16}$/);
});
