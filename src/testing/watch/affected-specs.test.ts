import { expect, test } from 'vitest';
import { affectedSpecs } from './affected-specs.js';

const SCRIPTS = [
  { name: 'R.cart', text: 'local money = require(script.Parent.money)' },
  { name: 'R.money', text: 'return {}' },
  { name: 'R.cart.spec', text: 'local cart = require("./cart")' },
  { name: 'R.money.spec', text: 'local money = require(script.Parent:WaitForChild("money"))' },
  { name: 'R.rest.spec', text: 'return function() end' },
];

test('a change concerns the specs that need it, through others too', () => {
  expect(affectedSpecs(SCRIPTS, new Set(['R.money']))).toEqual(['R.cart.spec', 'R.money.spec']);
  expect(affectedSpecs(SCRIPTS, new Set(['R.cart']))).toEqual(['R.cart.spec']);
  expect(affectedSpecs(SCRIPTS, new Set(['R.rest.spec']))).toEqual(['R.rest.spec']);
  expect(affectedSpecs(SCRIPTS, new Set())).toEqual([]);
});

test('scripts that need each other in a circle end the search too', () => {
  const circle = [
    { name: 'R.a', text: 'require(script.Parent.b)' },
    { name: 'R.b', text: 'require(script.Parent.a)' },
    { name: 'R.b.spec', text: 'require(script.Parent.b)' },
  ];
  expect(affectedSpecs(circle, new Set(['R.a']))).toEqual(['R.b.spec']);
});
