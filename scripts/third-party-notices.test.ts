// What the notices hold is a promise to the authors whose code we pass on.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { useTmp } from '../tests/support/use-tmp.js';
import { thirdPartyNotices } from './third-party-notices.js';

const bundled = (...paths: string[]) => ({
  inputs: Object.fromEntries(paths.map((path) => [path, { bytes: 1, imports: [] }])),
  outputs: {},
});

function usePackages(...names: string[]): string {
  const root = useTmp();
  for (const name of names) {
    const folder = join(root, 'node_modules', name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, version: '1.2.3', license: 'MIT' }));
    writeFileSync(join(folder, 'LICENSE.md'), `Copyright the authors of ${name}\n`);
  }
  return root;
}

test('each bundled package has one chapter with its licence', () => {
  const text = thirdPartyNotices(
    bundled('node_modules/ws/a.js', 'node_modules/ws/b.js', 'node_modules/@scope/x/index.js', 'src/a.ts'),
    usePackages('ws', '@scope/x', 'not-bundled'),
  );
  expect(text.split('\n').filter((line) => line.startsWith('## '))).toEqual([
    '## @scope/x 1.2.3 (MIT)',
    '## ws 1.2.3 (MIT)',
  ]);
  expect(text).toContain('Copyright the authors of ws');
});

test('a package without a licence file cannot be bundled', () => {
  const root = usePackages();
  mkdirSync(join(root, 'node_modules/bare'), { recursive: true });
  writeFileSync(join(root, 'node_modules/bare/package.json'), '{ "name": "bare" }');
  expect(() => thirdPartyNotices(bundled('node_modules/bare/index.js'), root)).toThrow(
    'bare has no licence file: it cannot be bundled.',
  );
});
