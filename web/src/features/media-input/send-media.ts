import { ApiError } from '../../api/api-error.ts';
import type { UploadOptions } from '../../api/create-uploader.ts';
import { uploadFile } from '../../api/upload-file.ts';
import type { FieldProblem, Upload } from '../../api/wire.ts';
import { redrawImage, shrinkImage } from './redraw-image.ts';
import { rewriteSound } from './rewrite-sound.ts';

/** What is wrong with a file, and is not any more once this browser has drawn or written it anew. */
const MENDABLE: readonly FieldProblem['code'][] = [
  'file_type_unsupported',
  'file_too_large',
  'image_too_large',
  'image_unsupported',
  'sound_unsupported',
];

const isMendable = (error: unknown): boolean =>
  error instanceof ApiError && error.errors.some(({ code }) => MENDABLE.includes(code));

/** A file that is being sent: what goes on after a break is the very same bytes. */
export type Attempt = { file: File; uploadId: string | undefined };

/**
 * Sends a file as `uploadFile` does. A picture that is larger than anything here makes use of goes in small. What the server
 * does not take goes as this browser shows or plays it, if it can: as a JPEG, or as WAV. What is sent is noted in `attempt`.
 */
export const sendMedia = async (
  attempt: Attempt,
  options: Pick<UploadOptions, 'kind' | 'signal' | 'onProgress'>,
): Promise<Upload> => {
  const isNewImage = options.kind === 'image' && attempt.uploadId === undefined;
  const send = () =>
    uploadFile(attempt.file, {
      ...options,
      uploadId: attempt.uploadId,
      onAnnounced: (uploadId) => {
        attempt.uploadId = uploadId;
      },
    });
  if (isNewImage) attempt.file = await shrinkImage(attempt.file);
  try {
    return await send();
  } catch (error) {
    const anew = options.kind === 'image' ? redrawImage : rewriteSound;
    const mended = isMendable(error) ? await anew(attempt.file) : undefined;
    if (!mended) throw error;
    attempt.file = mended;
    attempt.uploadId = undefined;
    return send();
  }
};
