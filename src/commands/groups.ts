// The groups of commands, in the order of the overview. A group is listed once it has a command.

export const SECTIONS = ['Execution', 'Infrastructure'] as const;

export const GROUPS = {
  console: { section: 'Execution', summary: 'Execute code and view logs' },
  explorer: { section: 'Execution', summary: 'Query and modify the DataModel' },
  script: { section: 'Execution', summary: 'Read and edit scripts' },
  viewport: { section: 'Execution', summary: 'Screenshots and camera control' },
  play: { section: 'Execution', summary: 'Start and stop play tests' },
  place: { section: 'Execution', summary: 'Move parts of a place to and from files' },
  batch: { section: 'Execution', summary: 'Test many packages at once' },
  process: { section: 'Infrastructure', summary: 'Manage Studio processes' },
  cloud: { section: 'Infrastructure', summary: 'Run Luau in Open Cloud, real or emulated' },
  plugin: { section: 'Infrastructure', summary: 'Manage the bridge plugin' },
} as const satisfies Record<string, { section: (typeof SECTIONS)[number]; summary: string }>;
