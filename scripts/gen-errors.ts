// docs/errors.md from the error catalogue: what each code means, whether trying again helps, what to do.
import { ERROR_CATALOG, type ErrorEntry } from '../src/protocol/error-catalog.js';
import type { GeneratedFile } from './generated-file.js';

const HEADER = `<!-- Generated from src/protocol/error-catalog.ts by npm run gen. Do not edit. -->
# Errors

Every failure has a code, a message that says what happened and why, and a next step. With \`--json\` a command
prints \`{ "error": { "code", "message", "hint", … } }\`; its exit code is the one in the table.
`;

export function generateErrorDocs(): GeneratedFile {
  const entries: [string, ErrorEntry][] = Object.entries(ERROR_CATALOG);
  const table = (origin: ErrorEntry['origin']) =>
    [
      '| code | meaning | next step | exit | try again |',
      '|---|---|---|--:|---|',
      ...entries
        .filter(([, entry]) => entry.origin === origin)
        .map(
          ([code, { meaning, hint, exitCode, retryable }]) =>
            `| \`${code}\` | ${cell(meaning)} | ${cell(hint)} | ${exitCode} | ${retryable ? 'yes' : 'no'} |`,
        ),
    ].join('\n');
  const text = `${HEADER}
## From Studio or the host

These travel in \`error\` messages.

${table('wire')}

## From this side

These are made where the command runs and never sent.

${table('local')}
`;
  return { path: 'docs/errors.md', text };
}

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
