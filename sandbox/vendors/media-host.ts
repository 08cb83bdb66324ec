import { Hono } from 'hono';
import type { SandboxEnv } from '../env.ts';
import { MEDIA_CHUNK_BYTES } from '../limits.ts';
import type { MediaFile } from '../state/media-files.ts';
import { openState } from '../state/open-state.ts';

/** Keeps a file and gives its address. @param host where `mediaHost` answers */
export const publishFile = async (env: SandboxEnv, host: string, path: string, file: MediaFile): Promise<string> => {
  await openState(env).putFile(host + path, file);
  return `https://${host}${path}`;
};

const sendInChunks = (bytes: Uint8Array): ReadableStream<Uint8Array> => {
  let at = 0;
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      if (at < bytes.length) controller.enqueue(bytes.slice(at, at + MEDIA_CHUNK_BYTES));
      at += MEDIA_CHUNK_BYTES;
      if (at >= bytes.length) controller.close();
    },
  });
};

/** A vendor's file storage: whoever has the address has the file, with no key. */
export const mediaHost = new Hono<{ Bindings: SandboxEnv }>()
  .get('*', async (c) => {
    const { hostname, pathname } = new URL(c.req.url);
    const file = await openState(c.env).getFile(hostname + pathname);
    if (!file) return c.text('Not found', 404);
    return c.body(sendInChunks(file.bytes), 200, { 'Content-Type': file.content_type });
  })
  .notFound((c) => c.text('Not found', 404));
