// `completion`: what makes a shell complete this program. The scripts are short: they hand the words of the line to the
// program and show what it answers, so that they need not change when a command does.
import * as z from 'zod/mini';
import { defineCommand } from '../../command/define-command.js';
import { BASH } from './bash.js';
import { FISH } from './fish.js';
import { POWERSHELL } from './powershell.js';
import { ZSH } from './zsh.js';

const SCRIPTS = { bash: BASH, zsh: ZSH, fish: FISH, powershell: POWERSHELL };

export const completion = defineCommand({
  name: ['completion'],
  section: 'Infrastructure',
  summary: 'Make your shell complete commands, options and sessions',
  description:
    'Prints a script. Add the line that fits your shell to its start file:\n' +
    '  bash        source <(studio-bridge completion bash)\n' +
    '  zsh         source <(studio-bridge completion zsh), after compinit\n' +
    '  fish        studio-bridge completion fish | source\n' +
    '  PowerShell  studio-bridge completion powershell | Out-String | Invoke-Expression',
  examples: [
    { line: 'completion bash >> ~/.bashrc', about: 'Make bash complete from the next one on' },
    {
      line: 'completion fish > ~/.config/fish/completions/studio-bridge.fish',
      about: 'Where fish looks for it by itself',
    },
  ],
  target: 'none',
  surfaces: ['cli'],
  readOnly: true,
  positionals: ['shell'],
  input: z.strictObject({
    shell: z.enum(['bash', 'zsh', 'fish', 'powershell']).check(z.describe('The shell it is for')),
  }),
  run: async ({ shell }) => ({ shell, script: SCRIPTS[shell] }),
  format: ({ script }) => script,
});
