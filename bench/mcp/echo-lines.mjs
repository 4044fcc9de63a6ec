// A server of lines that answers each at once and does nothing: what an agent's client alone costs.
import { createInterface } from 'node:readline';

for await (const line of createInterface({ input: process.stdin })) {
  const { id } = JSON.parse(line);
  if (id !== undefined)
    process.stdout.write(
      `${JSON.stringify({ jsonrpc: '2.0', id, result: { structuredContent: { ok: true } } })}\n`,
    );
}
