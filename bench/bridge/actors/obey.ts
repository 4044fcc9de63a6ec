// What every process of the bridge's benches does: it takes orders from its parent, one answer to each, and ends
// with it, however the parent ends.

/** What an actor can be told to do, by name. */
export type Commands = Readonly<Record<string, (argument: never) => unknown>>;

export interface Order {
  readonly id: number;
  readonly name: string;
  readonly argument: unknown;
}

/** The first, with id 0, says that the process takes orders. */
export interface Reply {
  readonly id: number;
  readonly value?: unknown;
  readonly error?: string;
}

export function obey(commands: Commands): void {
  const reply = (message: Reply) => process.send?.(message);
  process.on('message', ({ id, name, argument }: Order) => {
    obeyAsync(commands, name, argument).then(
      (value) => reply({ id, value }),
      (error: unknown) => reply({ id, error: error instanceof Error ? `${error.stack}` : String(error) }),
    );
  });
  process.on('disconnect', () => process.exit());
  reply({ id: 0 });
}

async function obeyAsync(commands: Commands, name: string, argument: unknown): Promise<unknown> {
  const command = commands[name];
  if (!command) throw new Error(`This actor cannot ${name}.`);
  return await command(argument as never);
}
