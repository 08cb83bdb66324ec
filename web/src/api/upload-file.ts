import { read, routes, until } from './client.ts';
import { createUploader } from './create-uploader.ts';
import { sendBytes } from './send-bytes.ts';

const { uploads } = routes;
const one = uploads[':uploadId'];
const about = (uploadId: string) => ({ param: { uploadId } });

const wait = (ms: number, signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });

/** Sends an image or sound to the server, which looks at it. See `createUploader`. */
export const uploadFile = createUploader({
  create: (file, signal) => read(uploads.$post({ json: file }, until(signal))),
  find: (uploadId, signal) => read(one.$get(about(uploadId), until(signal))),
  complete: (uploadId, signal) => read(one.complete.$post(about(uploadId), until(signal))),
  remove: (uploadId) => one.$delete(about(uploadId)),
  send: sendBytes,
  wait,
});
