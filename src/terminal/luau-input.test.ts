import { describe, expect, test } from 'vitest';
import { breakLine, chainAt, readInput, settleLine } from './luau-input.js';
import { tokenize } from './luau-tokens.js';

test.each([
  ['print("hi")', true, 0],
  ['return 1 +', false, 0],
  ['local x =', false, 0],
  ['f(', false, 1],
  ['{ 1, { 2', false, 2],
  ['for i = 1, 3 do', false, 1],
  ['for i = 1, 3 do print(i) end', true, 0],
  ['while true do if x then', false, 2],
  ['if a then b() elseif c then d() else e() end', true, 0],
  ['local x = if a then 1 else 2', true, 0],
  ['local x = if a then if b then 1 else 2 else 3', true, 0],
  ['return function() return if a then 1 else 2 end', true, 0],
  ['if a then return if b then 1 else 2 end', true, 0],
  ['repeat x()', false, 1],
  ['repeat x() until y', true, 0],
  ['local s = [[ open', false, 0],
  ['local s = [==[ ]] ]==]', true, 0],
  ['--[[ open', false, 0],
  ['-- a comment with do', true, 0],
  ['print("end do")', true, 0],
  ['print(`a {f({ 1 })} b`)', true, 0],
  ['print(`a {f(', false, 2],
  ['print(`a', false, 1],
  ['x.y.', false, 0],
  ['end', true, 0],
  ['', true, 0],
])('%j: complete %j, depth %d', (text, isComplete, depth) => {
  expect(readInput(text)).toEqual({ isComplete, depth });
});

test('nothing is lost between tokens', () => {
  const text = 'local x: number = 0x1F // 2 -- c\nprint(`a{{b}}\\`` .. "q\\"" .. [=[ l ]=], x ~= .5e3)';
  expect(
    tokenize(text)
      .map((token) => token.text)
      .join(''),
  ).toBe(text);
});

describe('a new line', () => {
  const type = (text: string) => {
    const [before = '', after = ''] = text.split('|');
    const broken = breakLine(before, after);
    return `${broken.text.slice(0, broken.cursor)}|${broken.text.slice(broken.cursor)}`;
  };
  test.each([
    ['print(1)|', 'print(1)\n|'],
    ['for i = 1, 3 do|', 'for i = 1, 3 do\n  |'],
    ['for i = 1, 3 do\n  if i then|', 'for i = 1, 3 do\n  if i then\n    |'],
    ['if a then\n  b()\n  end|', 'if a then\n  b()\nend\n|'],
    ['if a then\n  b()\n  else|', 'if a then\n  b()\nelse\n  |'],
    ['f({|})', 'f({\n    |})'],
    ['a |  b', 'a\n|b'],
  ])('%j', (text, wanted) => {
    expect(type(text)).toBe(wanted);
  });
});

test('a line that closes a block is put where it belongs, also when it is run', () => {
  expect(settleLine('for i = 1, 3 do\n  print(i)\n  end')).toBe('for i = 1, 3 do\n  print(i)\nend');
  expect(settleLine('  end')).toBe('  end');
  expect(settleLine('do\n  ending = 1')).toBe('do\n  ending = 1');
});

describe('the value before the place', () => {
  test.each([
    ['wor', [], 'wor', ''],
    ['workspace.', ['workspace'], '', '.'],
    ['print(workspace.Base', ['workspace'], 'Base', '.'],
    ['x = game.Workspace:Find', ['game', 'Workspace'], 'Find', ':'],
    ['game:GetService("Players").Loc', ['game', 'GetService=Players'], 'Loc', '.'],
    ["workspace:FindFirstChild('A').B:", ['workspace', 'FindFirstChild=A', 'B'], '', ':'],
    ['a.b c.', ['c'], '', '.'],
    ['return ', [], '', ''],
  ])('%j', (text, steps, prefix, separator) => {
    const chain = chainAt(text);
    const names = chain?.steps.map(({ name, argument }) =>
      argument === undefined ? name : `${name}=${argument}`,
    );
    expect({ steps: names, prefix: chain?.prefix, separator: chain?.separator }).toEqual({
      steps,
      prefix,
      separator,
    });
  });

  test.each(['-- work', 'print("work', 'f().x', 'a[1].', 'part:Destroy().x', '12'])('%j has none', (text) => {
    expect(chainAt(text)).toBeUndefined();
  });
});
