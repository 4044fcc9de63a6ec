import { expect, test } from 'vitest';
import { pluginStatus } from './status.js';

test.each([
  [undefined, false, undefined, 'Not installed in /P\nInstall it: studio-bridge plugin install'],
  ['0.1.0', true, undefined, 'Installed    /P\nVersion      0.1.0 (up to date)'],
  ['0.1.0', true, [43871], 'Installed    /P\nVersion      0.1.0 (up to date)\nPort         43871'],
  [
    '0.0.9',
    false,
    undefined,
    'Installed    /P\nVersion      0.0.9 (this is 0.1.0, with other contents)\nBring it up to date: studio-bridge plugin install',
  ],
])('installed %s, current %s, ports %s', (installedVersion, current, ports, text) => {
  expect(
    pluginStatus.format(
      {
        path: '/P',
        installed: installedVersion !== undefined,
        installedVersion,
        version: '0.1.0',
        current,
        ports,
      },
      { streamed: true },
    ),
  ).toBe(text);
});

test.each([
  [false, false, 'Not installed in /P/Mine.rbxmx\nInstall it: studio-bridge plugin install FOLDER'],
  [true, true, 'Installed    /P/Mine.rbxmx\nContents     up to date'],
  [
    true,
    false,
    'Installed    /P/Mine.rbxmx\nContents     others than in its folder\nBring it up to date: studio-bridge plugin install FOLDER',
  ],
])('of another plugin: installed %s, current %s', (installed, current, text) => {
  expect(pluginStatus.format({ path: '/P/Mine.rbxmx', installed, current }, { streamed: true })).toBe(text);
});
