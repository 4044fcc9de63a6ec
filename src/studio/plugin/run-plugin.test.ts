import { expect, test } from 'vitest';
import { bridgePlugin } from './plugin-files.js';
import { runMark, runPluginFile, runPluginScript } from './run-plugin.js';

const PLUGIN = { run: 'ab12', port: 4000, pairing: undefined };

test('both forms hold every module of the plugin, and what makes them this run’s', () => {
  const texts = [runPluginFile(PLUGIN).text, runPluginScript(PLUGIN)];
  for (const text of texts) {
    for (const need of ['run = "ab12"', 'ports = { 4000 }', 'isEphemeral = true'])
      expect(text).toContain(need);
    for (const [path, source] of Object.entries(bridgePlugin.files)) {
      if (/^(Main\.server|Generated\/Installation)\.luau$/.test(path)) continue;
      expect(text, path).toContain(source.replaceAll(']]>', ']]]]><![CDATA[>'));
    }
  }
});

test('the file has a name of its own, and only it runs as a plugin', () => {
  expect(runPluginFile(PLUGIN).fileName).toBe('StudioBridge-ab12.rbxmx');
  expect(runPluginFile(PLUGIN).text.match(/class="Script"/g)).toHaveLength(1);
  expect(runPluginScript(PLUGIN)).not.toContain('"Script"');
});

test('a secret is part of it where there is one', () => {
  const pairing = { keyId: 'key', secret: 'secret' };
  expect(runPluginScript({ ...PLUGIN, pairing })).toContain('pairing = { keyId = "key", secret = "secret" }');
});

test('a mark says since when', () => {
  expect(runMark('ab12', 1_700_000_000_999)).toBe('ab12 1700000000');
});
