// There is no PowerShell to try its script with wherever the tests run: what can be told of it without one.
import { expect, test } from 'vitest';
import { POWERSHELL } from './powershell.js';

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '{': '}', '[': ']' };

/** The script without its strings, checking that each ends on its line and that brackets close as they were opened. */
function codeOf(script: string): string {
  let code = '';
  const open: string[] = [];
  for (let at = 0; at < script.length; at++) {
    const character = script[at] ?? '';
    if (character === "'" || character === '"') {
      const end = script.indexOf(character, at + 1);
      expect(script.slice(at, end), 'a string that does not end on its line').not.toMatch(/\n|^$/);
      at = end;
      code += '""';
      continue;
    }
    if (character in CLOSING) open.push(CLOSING[character] ?? '');
    else if (')}]'.includes(character)) expect(open.pop()).toBe(character);
    code += character;
  }
  expect(open).toEqual([]);
  return code;
}

test('the script for PowerShell is whole, and uses only variables that it has', () => {
  const code = codeOf(POWERSHELL);
  const given = [...code.matchAll(/\$(\w+)(?=[^=\n]*=(?!=))|param\(([^)]*)\)|foreach \(\$(\w+) in/g)];
  const known = given.flatMap(([, set, parameters, item]) => [
    ...(set === undefined ? [] : [set]),
    ...(item === undefined ? [] : [item]),
    ...[...(parameters ?? '').matchAll(/\$(\w+)/g)].map(([, name]) => name),
  ]);
  const used = [...code.matchAll(/[$@](\w+)/g)].map(([, name]) => name);
  expect(used.filter((name) => name !== '_' && name !== 'null' && !known.includes(name))).toEqual([]);
});

test('it offers what the program says after the words, as other shells do', () => {
  expect(POWERSHELL).toMatch(
    /^Register-ArgumentCompleter -Native -CommandName studio-bridge -ScriptBlock \{/,
  );
  // Windows PowerShell loses empty words and what stands behind `--` when it is not quoted.
  expect(POWERSHELL).toContain("& $program __complete @new '--' @words 2>$null");
  expect(POWERSHELL).toContain('$line -split "`t", 2');
});
