// Whether the tests that need a real Studio can run on this machine, and what to tell the user about it.

export interface IntegrationPlan {
  readonly runs: boolean;
  readonly notice: string;
}

export function integrationPlan(studio: string | undefined): IntegrationPlan {
  return studio === undefined
    ? {
        runs: false,
        notice:
          'No Roblox Studio on this machine: the integration tests did not run.\n' +
          'They run on Windows and macOS, where Studio is installed.',
      }
    : {
        runs: true,
        notice: `Using ${studio}. Open it with the plugin installed; the tests wait a minute for it to connect.`,
      };
}
