import type { AppContext } from '../http.ts';

/** A CSV as a file to be saved, sent while it is written. */
export const sendCsv = (c: AppContext, { fileName, body }: { fileName: string; body: ReadableStream<Uint8Array> }) =>
  c.body(body, 200, {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="${fileName}"`,
  });
