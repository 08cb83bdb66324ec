import type { CreateUpload, Upload, UploadPart } from '../../worker/contract/uploads.ts';
import { api, jsonOf } from './api.ts';
import type { TestUser } from './users.ts';

export type FileToSend = Pick<CreateUpload, 'kind' | 'contentType'> & { bytes: Uint8Array; name?: string };

/** Announces a file over HTTP, as a client does. */
export const announce = async (user: TestUser, { bytes, name = 'a file', ...file }: FileToSend): Promise<Upload> =>
  jsonOf<Upload>(await api('/api/uploads', { user, json: { ...file, name, sizeBytes: bytes.length } }), 201);

/** Sends the bytes of a part to its link, with nothing but the link. */
export const sendPart = (bytes: Uint8Array, { url, offsetBytes, sizeBytes }: UploadPart): Promise<Response> =>
  api(url, { method: 'PUT', body: bytes.slice(offsetBytes, offsetBytes + sizeBytes) });

export const complete = (user: TestUser, uploadId: string): Promise<Response> =>
  api(`/api/uploads/${uploadId}/complete`, { user, method: 'POST' });

export const look = (user: TestUser, uploadId: string): Promise<Response> => api(`/api/uploads/${uploadId}`, { user });

/** Announces a file and sends all of it. */
export const sendAll = async (user: TestUser, file: FileToSend): Promise<Upload> => {
  const upload = await announce(user, file);
  for (const part of upload.parts) await (await sendPart(file.bytes, part)).body?.cancel();
  return upload;
};
