import type { Upload } from '../../../worker/contract/uploads.ts';
import type { Ask } from './power-cut.ts';

const read = async (reply: Response): Promise<Upload> => {
  if (!reply.ok) throw new Error(`${new URL(reply.url).pathname} answered ${reply.status}: ${await reply.text()}`);
  return (await reply.json()) as Upload;
};

/** Sends a file as a program does, and gives it as an order names it. */
export const sendFile = async (
  ask: Ask,
  { bytes, ...file }: { kind: 'image' | 'audio'; contentType: string; bytes: Uint8Array },
): Promise<{ uploadId: string }> => {
  const announced = { ...file, name: 'a file', sizeBytes: bytes.length };
  const { uploadId, parts } = await read(
    await ask('/api/uploads', { method: 'POST', body: JSON.stringify(announced) }),
  );
  for (const { url, offsetBytes, sizeBytes } of parts) {
    const sent = await ask(url, { method: 'PUT', body: bytes.slice(offsetBytes, offsetBytes + sizeBytes) });
    if (!sent.ok) throw new Error(`a part was answered with ${sent.status}`);
  }
  const { status, errors } = await read(await ask(`/api/uploads/${uploadId}/complete`, { method: 'POST' }));
  if (status !== 'ready') throw new Error(`the file is ${status}: ${JSON.stringify(errors)}`);
  return { uploadId };
};
