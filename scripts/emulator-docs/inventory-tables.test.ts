// The tables of the document from a small inventory, and the document itself as it stands.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { verifies } from '../../tests/support/verifies.js';
import { ROOT } from '../bundling.js';
import { classTables, parseInventory, serviceTable, totals } from './inventory-tables.js';

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
  expect(table).toContain('| [ThingService](#thingservice) | 1 of 2 |  |');
  expect(table).toContain('nothing that it does: QuietService.');
});

test('every class has its members in two columns', () => {
  const tables = classTables(parseInventory(INVENTORY));
  expect(tables).toContain('### Thing\n\nextends Instance');
  expect(tables).toContain('| methods | Fire |  |');
  expect(tables).toContain('| events |  | Fired |');
  expect(tables).toContain('Bare.');
  expect(totals(parseInventory(INVENTORY))).toContain('2 of 4 methods');
});

verifies('engine.documented', 'docs/emulator.md tells of every class', () => {
  const document = readFileSync(join(ROOT, 'docs/emulator.md'), 'utf8');
  expect(document).toContain('### TweenService');
  expect(document.match(/^### /gm)?.length).toBeGreaterThan(500);
});
