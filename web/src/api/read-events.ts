/** One event of a stream of server-sent events: its name, and its data as it was sent. */
export type SentEvent = { name: string; data: string };

const fieldOf = (block: string, name: string): string =>
  block
    .split('\n')
    .filter((line) => line.startsWith(`${name}:`))
    .map((line) => line.slice(name.length + 1).replace(/^ /, ''))
    .join('\n');

/**
 * The events of a body, each as soon as it is whole. Comments are passed over, and so is what was cut off at the end.
 * `EventSource` can only ask by GET, and would ask again by itself.
 */
export async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<SentEvent> {
  const reader = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader();
  let rest = '';
  try {
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      const blocks = (rest + chunk.value).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        const name = fieldOf(block, 'event');
        if (name !== '') yield { name, data: fieldOf(block, 'data') };
      }
    }
  } finally {
    await reader.cancel();
  }
}
