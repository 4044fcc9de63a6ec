// Running tests as agents do: no reports in files, no watching, and nothing that costs quota.

export const testTool = {
  description: 'Run the tests (specs) of a place or a Rojo project, in a Studio of their own.',
  destructive: false,
  without: [
    'report',
    'coverageReport',
    'watch',
    'script',
    'deployTarget',
    'cloud',
    'placeId',
    'universeId',
    'apiKey',
    'cloudUrl',
    'builder',
  ],
  fields: {
    place: 'Place file or Rojo project (*.project.json); by default that of the folder of the server',
    coverage: 'Count which lines run',
    scriptText: 'Luau that is the test, instead of specs: it passes unless it raises an error',
    testTimeout: 'How long a test may take, in ms',
  },
} as const;
