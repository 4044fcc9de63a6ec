// Plugins of any number in one process, as many Studios would be.
import { obey } from './obey.js';
import { PluginDouble } from './plugin-double.js';

const LINES_A_TURN = 100;
/** What one may have under way before the host has taken it: a plugin does not print faster than it can send. */
const MAX_UNSENT_BYTES = 256 * 1024;

let plugins: PluginDouble[] = [];

const commands = {
  /** They are called place-0, place-1, … */
  async connect({ port, count }: { port: number; count: number }): Promise<void> {
    plugins = Array.from({ length: count }, (_, index) => new PluginDouble(port, `place-${index}`));
    await Promise.all(plugins.map((plugin) => plugin.startAsync()));
  },

  /** The first one logs the lines of these numbers, as fast as the host takes them. */
  async pushLines({ from, to, bytes }: { from: number; to: number; bytes: number }): Promise<void> {
    const [plugin] = plugins;
    const body = 'x'.repeat(bytes);
    for (let seq = from; seq <= to; seq += 1) {
      plugin?.send('logPush', { entry: { level: 'Print', body, seq, time: Date.now() } });
      if (seq % LINES_A_TURN !== 0) continue;
      do await new Promise((resolve) => setImmediate(resolve));
      while ((plugin?.bufferedBytes ?? 0) > MAX_UNSENT_BYTES);
    }
  },
};
export type Plugins = typeof commands;

obey(commands);
