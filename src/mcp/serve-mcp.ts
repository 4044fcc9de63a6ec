// The server from its start to its end: standard streams for the agent that started this process, or HTTP for any number
// of them. Only what the first answers need is loaded at once.
import type { CommandContext } from '../command/command-context.js';
import type { McpServing } from '../command/mcp-surface.js';
import { untilAbortedAsync } from '../command/waits.js';
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

async function serveStreamsAsync(plan: ServerPlan): Promise<void> {
  const { tools, world, context } = plan;
  const wire = new LineTransport(world.input, world.output);
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
