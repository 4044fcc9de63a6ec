// `cloud run`: one script on a server of Open Cloud.
import * as z from 'zod/mini';
import { cloudInput, cloudStyles } from '../../../command/cloud-input.js';
import { defineCommand } from '../../../command/define-command.js';
import { readScriptAsync } from '../../../command/scripts/script-source.js';
import type { CloudScriptResult } from '../../../command/world/cloud-access.js';
import type { ExitCode } from '../../../protocol/error-catalog.js';

const id = (text: string) => z.int().check(z.positive(), z.describe(text));

export const cloudRun = defineCommand({
  name: ['cloud', 'run'],
  summary: 'Run Luau on a server of Open Cloud',
  description:
    'The script runs without players and without the scripts of the place. What it prints is shown when it has ended,\n' +
    'because Open Cloud does not tell it before.',
  examples: [
    {
      line: 'cloud run script.luau --universe 34 --place 12',
      about: 'Run a file on the newest version of a place',
    },
    {
      line: 'cloud run script.luau --universe 34 --place 12 --place-file build.rbxl',
      about: 'Upload a place first',
    },
  ],
  target: 'none',
  heeds: ['timeout', 'read-only'],
  defaults: { timeout: '300s' },
  surfaces: ['cli', 'repl'],
  readOnly: false,
  positionals: ['script'],
  flags: { ...cloudStyles, script: { isPath: true }, placeFile: { value: 'path', isPath: true } },
  bounds: { version: { excludedBy: ['placeFile'] } },
  input: z.strictObject({
    script: z
      .string()
      .check(z.minLength(1), z.describe('Path to a Luau script file, or - for standard input')),
    universe: id('The universe (experience) that the place belongs to'),
    place: id('The place to run in'),
    version: z.optional(id('The version of the place; by default the newest one')),
    placeFile: z.optional(
      z.string().check(z.describe('A place file to upload first, as a version that players do not get')),
    ),
    ...cloudInput,
  }),
  prepare: ({ script }, { files }) =>
    readScriptAsync(script === '-' ? { code: '-' } : { file: script }, files),
  run({ universe, place, version, placeFile, apiKey, cloudUrl }, { cloud, options, signal, notify }, script) {
    return cloud.runScriptAsync({
      script: script.text,
      universeId: universe,
      placeId: place,
      version,
      placeFile,
      apiKey,
      baseUrl: cloudUrl,
      timeoutMs: options.timeoutMs,
      signal,
      onProgress: notify,
    });
  },
  format: ({ output, returnValues }: CloudScriptResult) =>
    [...output.map(({ body }) => body), ...returnValues.map((value) => JSON.stringify(value))].join('\n'),
  formatFailure: ({ error }) => (error ? `${error.code}: ${error.message}` : undefined),
  exitCode: ({ success, error }): ExitCode => (success ? 0 : error?.code === 'SCRIPT_ERROR' ? 1 : 3),
});
