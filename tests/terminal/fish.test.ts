// What a user of fish gets who presses Tab.
import { describe, expect, test } from 'vitest';
import { useShellHome } from '../support/use-shell-home.js';

describe('fish', () => {
  test('completes with what each candidate means', async () => {
    const { runAsync } = useShellHome();
    const askAsync = async (line: string) =>
      (await runAsync('fish', '-c', `studio-bridge completion fish | source; complete -C '${line}'`))
        .trimEnd()
        .split('\n');
    expect(await askAsync('studio-bridge plugin inst')).toEqual(['install\tInstall the plugin into Studio']);
    expect(await askAsync('studio-bridge cons')).toEqual(['console\tExecute code and view logs']);
    expect(await askAsync('studio-bridge console exec --format=j')).toEqual(['--format=json']);
    expect(await askAsync('studio-bridge console exec --file b')).toEqual(['bin/']);
  });
});
