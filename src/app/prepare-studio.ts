// Begins what a command will probably want, before the program that runs the command is loaded. Beside app.ts, because
// it joins the machine and the emulator; it loads nothing slow.
import { hasStudio } from '../studio/find-studio.js';
import { thisMachine } from '../studio/machine.js';

/**
 * True if an emulated Studio has begun to start.
 *
 * @param isLongLived Whether it is to work for long, and may take longer to start and to end.
 */
export async function prepareStudioAsync(args: readonly string[], isLongLived: boolean): Promise<boolean> {
  if (args.includes('--no-emulator') || args.includes('--as-studio')) return false;
  if (args.some((word) => word === '--studio-path' || word.startsWith('--studio-path='))) return false;
  if (!args.includes('--emulator') && hasStudio(thisMachine())) return false;
  const { prepareEmulatedStudio } = await import('../emulator/studio/start-emulated-studio.js');
  prepareEmulatedStudio({
    startup: isLongLived ? 'throughput' : 'fast',
    coverage: args.some((word) => word === '--coverage' || word.startsWith('--coverage-report')),
  });
  return true;
}
