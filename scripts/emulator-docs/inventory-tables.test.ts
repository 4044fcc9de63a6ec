// The tables of the document from a small inventory, and the document itself as it stands.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { verifies } from '../../tests/support/verifies.js';
import { ROOT } from '../bundling.js';
import { classIndex, classPages, parseInventory, serviceTable, totals } from './inventory-tables.js';

const INVENTORY = `#Thing creatable Instance
Fire method +
Fired event -
Size property +
#ThingService service Instance
Get method +
Put method -
#QuietService service Instance
Do method -
#Bare other Object`;

test('the inventory is read', () => {
  const [thing, service] = parseInventory(INVENTORY);
  expect(thing).toMatchObject({ name: 'Thing', kind: 'creatable', superclass: 'Instance' });
  expect(service?.members).toEqual([
    { name: 'Get', kind: 'method', isEmulated: true },
    { name: 'Put', kind: 'method', isEmulated: false },
  ]);
});

test('services are told with how much of them there is', () => {
  const table = serviceTable(parseInventory(INVENTORY));
  expect(table).toContain('| [ThingService](emulator/t.md#thingservice) | 1 of 2 |  |');
  expect(table).toContain('nothing that it does: QuietService.');
});

test('every class has its members in two columns, on the page of its letter', () => {
  const pages = classPages(parseInventory(INVENTORY));
  expect(pages.map(({ path }) => path)).toEqual(['emulator/t.md', 'emulator/q.md']);
  const text = pages[0]?.text ?? '';
  expect(text).toContain('## Thing\n\nextends Instance');
  expect(text).toContain('| methods | Fire |  |');
  expect(text).toContain('| events |  | Fired |');
  expect(totals(parseInventory(INVENTORY))).toContain('2 of 4 methods');
});

test('the index leads to every class', () => {
  const index = classIndex(parseInventory(INVENTORY));
  expect(index).toContain('[Thing](emulator/t.md#thing), [ThingService](emulator/t.md#thingservice).');
  expect(index).toContain('Without members of their own: Bare.');
});

verifies('engine.documented', 'docs/emulator.md leads to every class', () => {
  const document = readFileSync(join(ROOT, 'docs/emulator.md'), 'utf8');
  const links = [...document.matchAll(/\]\((emulator\/\w\.md)#(\w+)\)/g)];
  expect(links.length).toBeGreaterThan(500);
  for (const [, page = '', anchor] of links) {
    const headings = readFileSync(join(ROOT, 'docs', page), 'utf8').match(/^## .*$/gm) ?? [];
    expect(headings.map((heading) => heading.slice(3).toLowerCase())).toContain(anchor);
  }
});
