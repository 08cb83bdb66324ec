import { queryOptions } from '@tanstack/react-query';
import { ApiError } from '../../api/api-error.ts';
import { read, routes, until } from '../../api/client.ts';
import type { MediaRef, Upload, UploadKind } from '../../api/wire.ts';
import { measureImage, measureSound } from './measure.ts';

/** What is known of a file that was picked. */
export type MediaFacts = {
  url: string;
  /** As its owner calls it; undefined for what was made here. */
  name: string | undefined;
  sizeBytes: number | undefined;
  widthPx: number | null;
  heightPx: number | null;
  durationMs: number | null;
};

const SECOND_MS = 1_000;

/** Tells one file from another; undefined for none. */
export const mediaIdOf = (ref: MediaRef | undefined): string | undefined =>
  ref && ('uploadId' in ref ? ref.uploadId : ref.assetId);

const keyOf = (kind: UploadKind, ref: MediaRef) => ['media', kind, mediaIdOf(ref)] as const;

/** The facts of an upload that is ready. @throws ApiError not_found for any other */
const toFacts = ({ url, name, sizeBytes, widthPx, heightPx, durationMs }: Upload): MediaFacts => {
  if (url === null) throw new ApiError({ code: 'not_found', status: 404, detail: 'This file is not ready.' });
  return { url, name, sizeBytes, widthPx, heightPx, durationMs };
};

/** A result tells its size itself: the browser loads it anyway, to show it. */
const measureAsset = async (kind: UploadKind, assetId: string, signal: AbortSignal): Promise<MediaFacts> => {
  const url = `/api/assets/${assetId}`;
  const unknown = { url, name: undefined, sizeBytes: undefined, widthPx: null, heightPx: null, durationMs: null };
  if (kind === 'image') return { ...unknown, ...(await measureImage(url, signal)) };
  return { ...unknown, durationMs: Math.round((await measureSound(url, signal)) * SECOND_MS) };
};

/** What a picked file is; fails when it is not there any more. A file never changes, so it is asked for once. */
export const mediaQuery = (kind: UploadKind, ref: MediaRef) =>
  queryOptions({
    queryKey: keyOf(kind, ref),
    queryFn: async ({ signal }): Promise<MediaFacts> => {
      if ('assetId' in ref) return measureAsset(kind, ref.assetId, signal);
      const { uploadId } = ref;
      return toFacts(await read(routes.uploads[':uploadId'].$get({ param: { uploadId } }, until(signal))));
    },
    staleTime: Number.POSITIVE_INFINITY,
  });

/** An upload that has just become ready, as an entry of the cache: nobody has to ask for it. */
export const knownMedia = (upload: Upload) => ({
  queryKey: keyOf(upload.kind, { uploadId: upload.uploadId }),
  facts: toFacts(upload),
});
