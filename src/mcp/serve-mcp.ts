// The server from its start to its end: standard streams for the agent that started this process, or HTTP for any number
// of them. Only what the first answers need is loaded at once.
import type { CommandContext } from '../command/command-context.js';
import { untilAbortedAsync } from '../command/waits.js';
import type { McpServing } from '../command/world/mcp-surface.js';
import type { Clock } from '../support/clock.js';
import { FirstAnswers } from './first-answers.js';
import { LineTransport } from './line-transport.js';
import type { McpWorld, ServerPlan } from './mcp-world.js';
import { chooseTools } from './tools/tool-catalog.js';
import { TOOLS } from './tools/tools.generated.js';

export async function serveMcpAsync(
  serving: McpServing,
  context: CommandContext,
  world: McpWorld,
): Promise<void> {
  const allTools = world.tools ?? TOOLS;
  const tools = chooseTools(allTools, { names: serving.tools, readOnly: serving.readOnly });
  const plan = { serving, context, world, tools, allTools };
  if (serving.httpPort === undefined) await serveStreamsAsync(plan);
  else await (await world.loadServerAsync()).serveHttpAsync(plan, serving.httpPort);
}

const LOOK_EVERY_MS = 500;

/** A process whose parent has died gets another one. */
function watchParent(clock: Clock): (onGone: () => void) => void {
  const parent = process.ppid;
  return function look(onGone) {
    if (process.ppid !== parent) onGone();
    else clock.setTimer(LOOK_EVERY_MS, () => look(onGone), { background: true });
  };
}

async function serveStreamsAsync(plan: ServerPlan): Promise<void> {
  const { tools, world, context } = plan;
  const wire = new LineTransport(world.input, world.output, watchParent(world.clock));
  let end: () => Promise<void> = async () => {};
  const answers = new FirstAnswers(wire, tools, async (transport) => {
    const { serveTransport } = await world.loadServerAsync();
    end = serveTransport(plan, transport);
  });
  const gone = new Promise<void>((resolve) => {
    answers.onClosed = resolve;
  });
  wire.start();
  await Promise.race([gone, untilAbortedAsync(context.signal)]);
  wire.close();
  await end();
}
