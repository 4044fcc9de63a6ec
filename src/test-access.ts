// How commands run tests. Beside app.ts, because it joins the test runner with what tests can run on.
import type { CommandContext } from './command/command-context.js';
import type { TestAccess, TestRequest } from './command/test-access.js';
import type { JobContext } from './testing/jobs/job-context.js';

export const testAccess: TestAccess<CommandContext> = {
  async runAsync(request, context) {
    const { runTestsAsync } = await import('./testing/test-run.js');
    const { clock, signal, options } = context;
    const job = await createJobContextAsync(request, context);
    return await runTestsAsync(request, {
      job,
      clock,
      signal,
      timeoutMs: options.timeoutMs,
      env: process.env,
      folder: process.cwd(),
      print: (text) => context.emit({ text, to: 'result' }),
    });
  },
};

async function createJobContextAsync(
  { backend }: Pick<TestRequest, 'backend'>,
  context: CommandContext,
): Promise<JobContext> {
  const { createEmulatorJobContext, createLocalJobContext, createStudioJobContext } = await import(
    './testing/jobs/studio-job-context.js'
  );
  if (backend === 'emulator') return createEmulatorJobContext(context);
  return backend === 'studio' ? createStudioJobContext(context) : createLocalJobContext(context);
}
