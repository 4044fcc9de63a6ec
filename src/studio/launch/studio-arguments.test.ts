import { expect, test } from 'vitest';
import { type StudioOrder, studioArguments } from './studio-arguments.js';

test.each<[string, StudioOrder, string[]]>([
  [
    'a place file, with a name that a shell would take apart',
    { task: { kind: 'edit-file', place: `C:\\a b\\$(x); "'.rbxl` } },
    ['--task', 'EditFile', '--localPlaceFile', `C:\\a b\\$(x); "'.rbxl`],
  ],
  [
    'a published place',
    { task: { kind: 'edit-place', placeId: 1818, universeId: 13058 } },
    ['--task', 'EditPlace', '--placeId', '1818', '--universeId', '13058'],
  ],
  [
    'one of its versions',
    { task: { kind: 'edit-place-revision', placeId: 1818, universeId: 13058, placeVersion: 7 } },
    ['--task', 'EditPlaceRevision', '--placeId', '1818', '--universeId', '13058', '--placeVersion', '7'],
  ],
  [
    'a script in a file, with an end',
    { task: { kind: 'run-script', script: '/x.luau', place: '/p.rbxl', output: '/o.txt', quits: true } },
    [
      ...['--task', 'RunScript', '--localPlaceFile', '/p.rbxl', '--runScriptFile', '/x.luau'],
      ...['--outputFile', '/o.txt', '--quitAfterExecution'],
    ],
  ],
  [
    'a script in a published place',
    { task: { kind: 'run-script', script: '/x.luau', place: { placeId: 1, universeId: 2 } } },
    ['--task', 'RunScript', '--placeId', '1', '--universeId', '2', '--runScriptFile', '/x.luau'],
  ],
  [
    'a script on the baseplate',
    { task: { kind: 'run-script', script: '/x.luau' } },
    ['--task', 'RunScript', '--runScriptFile', '/x.luau'],
  ],
  [
    'a position in a script, and more words',
    {
      task: { kind: 'edit-file', place: '/p.rbxl' },
      position: { script: 'Workspace/Main', startLine: 3, endLine: 4, startCharacter: 1, endCharacter: 9 },
      extra: ['--channel', 'zbeta'],
    },
    [
      ...['--task', 'EditFile', '--localPlaceFile', '/p.rbxl', '--openScriptPath', 'Workspace/Main'],
      ...['--startLine', '3', '--endLine', '4', '--startCharacter', '1', '--endCharacter', '9'],
      ...['--channel', 'zbeta'],
    ],
  ],
])('%s', (_what, order, args) => {
  expect(studioArguments(order)).toEqual(args);
});
