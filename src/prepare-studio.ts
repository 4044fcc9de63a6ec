// Begins what a command will probably want, before the program that runs the command is loaded. Beside app.ts, because
// it joins the machine and the emulator; it loads nothing slow.
import { findStudio } from './studio/find-studio.js';
import { thisMachine } from './studio/machine.js';

export function prepareStudio(args: readonly string[]): void {
  if (args.includes('--no-emulator')) return;
  if (!args.includes('--emulator') && findStudio(thisMachine()) !== undefined) return;
  void import('./emulator/studio/start-emulated-studio.js').then(({ prepareEmulatedStudio }) =>
    prepareEmulatedStudio(),
  );
}
