// A place that is read beside the Studio's thread is the place that the Studio would have read.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { useTmp } from '../../../tests/support/use-tmp.js';
import { handPlace } from '../places/hand-place.js';
import { startWithPlaceAsync } from './start-emulated-studio.js';

const PROJECT = {
  name: 'Shop',
  tree: {
    $className: 'DataModel',
    ReplicatedStorage: {
      Code: { $path: 'src' },
      Sign: { $className: 'StringValue', $properties: { Value: 'open' } },
    },
  },
};
const PLUGIN = `
  local storage = game:GetService("ReplicatedStorage")
  print(game.Name, storage.Sign.Value, require(storage.Code.cart), require(storage.Code.shop))
`;

function useProject(): string {
  const folder = useTmp();
  mkdirSync(join(folder, 'src'));
  writeFileSync(join(folder, 'src', 'cart.luau'), 'return "the cart – ä"');
  writeFileSync(join(folder, 'src', 'shop.luau'), 'return "the shop"');
  const project = join(folder, 'default.project.json');
  writeFileSync(project, JSON.stringify(PROJECT));
  return project;
}

test('what was read and packed elsewhere opens as if it had been read here', async () => {
  const place = useProject();
  let reads = 0;
  const plugins = [{ name: 'Plug', files: { 'Main.server.luau': PLUGIN } }];
  const studio = await startWithPlaceAsync({ place, plugins }, async () => {
    reads++;
    return handPlace(place);
  });
  onTestFinished(() => studio.terminateAsync());
  const line = await new Promise((resolve) => studio.onOutput(({ body }) => resolve(body)));
  expect(line).toBe('Shop open the cart – ä the shop');
  expect(reads).toBe(1);
  const saved = join(useTmp(), 'saved.rbxlx');
  expect(await studio.savePlaceAsync(saved)).toBe(saved);
});

test('a place that cannot be read ends the Studio that waits for it', async () => {
  const place = join(useTmp(), 'nothing.rbxl');
  await expect(
    startWithPlaceAsync({ place, plugins: [] }, async () => handPlace(place)),
  ).rejects.toMatchObject({
    code: 'PLACE_NOT_READABLE',
  });
});
