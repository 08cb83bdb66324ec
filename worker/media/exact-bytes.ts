/**
 * The bytes of a source that was measured before and has to be as long as it was then.
 * @param fail makes the error that is thrown when it is shorter or longer, given where that shows
 */
export async function* exactBytes(
  source: AsyncIterable<Uint8Array>,
  length: number,
  fail: (atByte: number) => Error,
): AsyncGenerator<Uint8Array> {
  let at = 0;
  for await (const chunk of source) {
    at += chunk.length;
    if (at > length) break;
    yield chunk;
  }
  if (at !== length) throw fail(at);
}
