/**
 * Bytes that are made when somebody asks for them, as a stream: one chunk ahead at most. Cancelling the stream ends the
 * source; an error of the source is the stream's. R2 wants a length as well: `.pipeThrough(new FixedLengthStream(bytes))`.
 */
export const toStream = (source: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> => {
  const iterator = source[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await iterator.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await iterator.return?.();
    },
  });
};
