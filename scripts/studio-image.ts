// Makes the image that emulated Studios start from: the engine, and the plugin compiled, as they are after a rehearsal
// has shown which parts a Studio needs until its first script has run. build.ts bundles this file and calls it.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BridgeConnection } from '../src/bridge/bridge-connection.js';
import { ensurePairingSecretAsync } from '../src/bridge/pairing-secret.js';
import { Engine } from '../src/emulator/engine/engine.js';
import { InThreadStudio, pluginTree } from '../src/emulator/studio/emulated-studio.js';
import { OpenPlace } from '../src/emulator/studio/open-place.js';
import { execute } from '../src/protocol/core-actions.js';
import { installedPlugin } from '../src/studio/plugin/installed-plugin.js';
import { bridgePlugin } from '../src/studio/plugin/plugin-files.js';
import { systemClock } from '../src/support/clock.js';
import { NOT_FOR_PLUGINS } from '../src/support/refused-methods.js';
import type { ScriptTree } from '../src/support/script-tree.js';
import { TESTS_CHUNK } from '../src/testing/results/own-trace.js';
import { runnerScript, type TestOrder } from '../src/testing/runner/runner-script.js';

const surroundings = {
  clock: systemClock,
  onOutput: () => {},
  onFailure(error: Error) {
    throw error;
  },
};

export async function makeStudioImageAsync(): Promise<Uint8Array> {
  const { parts, runner } = await rehearseAsync();
  const engine = new Engine(surroundings);
  engine.prepare(parts, { ...chunksOf(pluginTree(bridgePlugin)), [TESTS_CHUNK]: runner });
  const image = engine.takeImage();
  engine.dispose();
  return image;
}

/** What a package to test is made of, in few words. */
const PACKAGE = {
  'default.project.json': '{"name":"Package","tree":{"$path":"src"}}',
  'src/sum.luau': 'return function(a, b) return a + b end',
  'src/sum.spec.luau':
    'local sum = require(script.Parent.sum) return { ["adds"] = function() assert(sum(1, 2) == 3) end, ["fails"] = function() error("no") end }',
};

/**
 * A Studio that opens a package, connects, paired, runs two scripts and the tests, and closes: what it reads of the
 * engine is what every one reads.
 */
async function rehearseAsync(): Promise<{ parts: string[]; runner: string }> {
  const parts = new Set<string>();
  let runner = '';
  const stateFolder = mkdtempSync(join(tmpdir(), 'studio-bridge-image-'));
  const connection = await BridgeConnection.connectAsync({
    port: 0,
    local: true,
    expectedSessions: 1,
    clientVersion: '0.0.0',
    stateFolder,
  });
  const studio = new InThreadStudio(surroundings, {
    onNeeded: (part) => parts.add(part),
    // As the plugin has it compiled, which puts something around it.
    onCompiled(source, chunkName) {
      if (chunkName === `=${TESTS_CHUNK}`) runner = source.toString();
    },
  });
  try {
    const pairing = await ensurePairingSecretAsync(stateFolder);
    studio.open(
      {
        port: connection.port,
        plugins: [installedPlugin({ pairing })],
        refusedMethods: NOT_FOR_PLUGINS,
      },
      new OpenPlace(writePackage(join(stateFolder, 'package'))),
    );
    const session = await connection.resolveSessionAsync({ waitMs: 30_000 });
    await session.invokeAsync(execute, { script: 'return 1' });
    await session.invokeAsync(execute, { script: 'print("x", Vector3.one) error("y")' });
    const order: TestOrder = { nonce: 'rehearsal' };
    await session.invokeAsync(execute, {
      script: runnerScript(),
      arguments: [order],
      chunkName: TESTS_CHUNK,
    });
  } finally {
    await studio.closeAsync();
    await connection.disconnectAsync();
    rmSync(stateFolder, { recursive: true, force: true });
  }
  return { parts: [...parts], runner };
}

function writePackage(folder: string): string {
  mkdirSync(join(folder, 'src'), { recursive: true });
  for (const [name, text] of Object.entries(PACKAGE)) writeFileSync(join(folder, name), text);
  return join(folder, 'default.project.json');
}

/** Sources by the names that their chunks have in Studio. */
function chunksOf(tree: ScriptTree, parent?: string): Record<string, string> {
  const name = parent === undefined ? tree.name : `${parent}.${tree.name}`;
  const own = tree.source === undefined ? {} : { [name]: tree.source };
  return Object.assign(own, ...tree.children.map((child) => chunksOf(child, name)));
}
