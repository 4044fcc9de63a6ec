import { expect, test } from 'vitest';
import { processInstallations } from './installations.js';

test('the one that is used comes first, with how it was found', () => {
  const installations = [
    {
      path: '/Applications/RobloxStudio.app/Contents/MacOS/RobloxStudio',
      foundBy: '/Applications',
      used: true,
    },
    { path: '/old/RobloxStudioBeta', foundBy: '/old', used: false },
  ];
  expect(
    processInstallations.format({ installations, searched: [], passedOver: [] }, { streamed: false }),
  ).toBe(
    [
      'used  /Applications/RobloxStudio.app/Contents/MacOS/RobloxStudio',
      '      found by /Applications',
      '      /old/RobloxStudioBeta',
      '      found by /old',
    ].join('\n'),
  );
});

test('a machine without one is told what happens instead', () => {
  const data = { installations: [], searched: ['/Applications', '/mine'], passedOver: ['/x needs Wine.'] };
  expect(processInstallations.format(data, { streamed: false })).toBe(
    [
      'Roblox Studio was not found on this machine: commands that start a Studio use an emulated one.',
      '/x needs Wine.',
      'Looked in: /Applications, /mine',
    ].join('\n'),
  );
});
