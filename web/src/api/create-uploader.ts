import { sniffUploadType, UNSAFE_NAME_CHAR, UPLOAD_HEAD_BYTES } from '../../../worker/contract/upload-types.ts';
import { ApiError, isTransient } from './api-error.ts';
import type { SendOptions } from './send-bytes.ts';
import type { CreateUpload, Upload, UploadKind } from './wire.ts';

/** Waits before the second and later tries; they begin anew whenever a part has arrived. */
const WAITS_MS = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000] as const;
/** Of one file, however many of its parts arrive meanwhile. */
const TRIES_MAX = 30;
const MS_PER_SECOND = 1_000;
/** So that also a name of characters of two units each is one that the server takes. */
const NAME_MAX_CHARS = 100;

type Signal = AbortSignal | undefined;

/** The calls an upload is made of. */
export type UploadCalls = {
  create: (file: CreateUpload, signal: Signal) => Promise<Upload>;
  find: (uploadId: string, signal: Signal) => Promise<Upload>;
  complete: (uploadId: string, signal: Signal) => Promise<Upload>;
  remove: (uploadId: string) => Promise<unknown>;
  send: (url: string, bytes: Blob, options: SendOptions) => Promise<void>;
  wait: (ms: number, signal: Signal) => Promise<void>;
};

export type UploadOptions = {
  kind: UploadKind;
  /** Called as bytes go out; never fewer than before. */
  onProgress?: (progress: { sentBytes: number; totalBytes: number }) => void;
  signal?: AbortSignal;
  /** An upload of the same file that broke off: only what is missing is sent. */
  uploadId?: string | undefined;
  /** Told once the server knows of the file: by this id it can be gone on with. */
  onAnnounced?: (uploadId: string) => void;
};

/** What the file's own bytes say it is: systems go by its name, and some know no name for it. */
const describe = async (file: File, kind: UploadKind): Promise<CreateUpload> => {
  const head = new Uint8Array(await file.slice(0, UPLOAD_HEAD_BYTES).arrayBuffer());
  // Marks of the reading order stand in many names that were written from right to left.
  const name = [...file.name]
    .filter((char) => !UNSAFE_NAME_CHAR.test(char))
    .slice(0, NAME_MAX_CHARS)
    .join('');
  return { kind, name, contentType: sniffUploadType(head) ?? file.type, sizeBytes: file.size };
};

/** The upload that broke off, if the server still has it; else a new one. */
const announce = async (calls: UploadCalls, file: File, { kind, signal, uploadId }: UploadOptions): Promise<Upload> => {
  if (uploadId !== undefined) {
    try {
      return await calls.find(uploadId, signal);
    } catch (error) {
      if (!(error instanceof ApiError && error.code === 'not_found')) throw error;
    }
  }
  return calls.create(await describe(file, kind), signal);
};

/** A link that has run out and a part that got lost are mended by looking at what the server has. */
const isMendable = (error: unknown): boolean =>
  isTransient(error) ||
  (error instanceof ApiError &&
    (error.code === 'upload_link_invalid' || error.errors.some(({ code }) => code === 'file_incomplete')));

const waitAfter = (error: unknown, vainTries: number): number => {
  const asked = error instanceof ApiError ? (error.retryAfterSeconds ?? 0) * MS_PER_SECOND : 0;
  return Math.max(asked, WAITS_MS[vainTries] ?? 0);
};

/**
 * Makes the function that sends a file: announced, sent part by part, looked at by the server. Parts that get lost are
 * sent again, and only those; after any failure the server is asked what it has. Rejects with ApiError when the file is
 * refused or nothing helps, or with the abort. The upload is given up then, but for one that only lacked an answer.
 */
export const createUploader =
  (calls: UploadCalls) =>
  async (file: File, options: UploadOptions): Promise<Upload> => {
    const { onProgress, signal } = options;
    const announced = await announce(calls, file, options);
    const { uploadId } = announced;
    options.onAnnounced?.(uploadId);
    let mostSentBytes = 0;
    let arrivedParts = 0;
    const report = (sentBytes: number): void => {
      mostSentBytes = Math.max(mostSentBytes, Math.min(sentBytes, file.size));
      onProgress?.({ sentBytes: mostSentBytes, totalBytes: file.size });
    };

    const sendMissing = async ({ parts }: Upload): Promise<void> => {
      let doneBytes = parts.reduce((sum, part) => sum + (part.isReceived ? part.sizeBytes : 0), 0);
      for (const { offsetBytes, sizeBytes, url } of parts.filter(({ isReceived }) => !isReceived)) {
        const bytes = file.slice(offsetBytes, offsetBytes + sizeBytes);
        await calls.send(url, bytes, { onSent: (sentBytes) => report(doneBytes + sentBytes), signal });
        arrivedParts += 1;
        doneBytes += sizeBytes;
        report(doneBytes);
      }
    };

    const finish = async (known: Upload | undefined): Promise<Upload> => {
      await sendMissing(known ?? (await calls.find(uploadId, signal)));
      return calls.complete(uploadId, signal);
    };

    try {
      let known: Upload | undefined = announced;
      let vainTries = 0;
      for (let tries = 1; ; tries += 1) {
        const arrivedBefore = arrivedParts;
        try {
          return await finish(known);
        } catch (error) {
          if (arrivedParts > arrivedBefore) vainTries = 0;
          const isOver = tries >= TRIES_MAX || vainTries >= WAITS_MS.length;
          if (signal?.aborted || isOver || !isMendable(error)) throw error;
          await calls.wait(waitAfter(error, vainTries), signal);
          vainTries += 1;
          known = undefined;
        }
      }
    } catch (error) {
      // What cannot be given up now, and what nobody goes on with, is swept by the server.
      if (signal?.aborted || !isTransient(error)) await calls.remove(uploadId).catch(() => undefined);
      throw error;
    }
  };
