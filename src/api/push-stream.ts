// What is pushed, as something to loop over. Items wait for whoever reads slowly; leaving the loop ends the source.

/** `follow` runs until its signal is aborted or there is nothing more to come; what it throws ends the loop. */
export async function* pushStream<Item>(
  follow: (push: (item: Item) => void, signal: AbortSignal) => Promise<void>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Item, void, undefined> {
  const leaving = new AbortController();
  const items: Item[] = [];
  let end: { error?: unknown } | undefined;
  let wake = () => {};
  const ended = follow(
    (item) => {
      items.push(item);
      wake();
    },
    signal ? AbortSignal.any([signal, leaving.signal]) : leaving.signal,
  ).then(
    () => {
      end = {};
      wake();
    },
    (error: unknown) => {
      end = { error };
      wake();
    },
  );
  try {
    for (;;) {
      const item = items.shift();
      if (item !== undefined) yield item;
      else if (end) {
        if (end.error !== undefined) throw end.error;
        return;
      } else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  } finally {
    leaving.abort();
    await ended;
  }
}
