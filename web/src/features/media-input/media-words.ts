import { t } from '@lingui/core/macro';
import {
  UPLOAD_AUDIO_MAX_BYTES,
  UPLOAD_AUDIO_MAX_MS,
  UPLOAD_IMAGE_MAX_BYTES,
  UPLOAD_IMAGE_MIN_PX,
} from '../../../../worker/contract/limits.ts';
import type { UploadKind } from '../../api/wire.ts';
import { formatBytes, formatClock, formatNumber } from '../../format.ts';
import type { MediaFacts } from './media-query.ts';

const BYTES_PER_MEGABYTE = 1024 ** 2;
const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;

/** What may be sent, in a line. */
export const limitsInWords = (kind: UploadKind): string => {
  if (kind === 'image') {
    const megabytes = formatNumber(UPLOAD_IMAGE_MAX_BYTES / BYTES_PER_MEGABYTE);
    const side = formatNumber(UPLOAD_IMAGE_MIN_PX);
    return t`PNG, JPEG or WebP, at least ${side} × ${side} pixels, up to ${megabytes} MB.`;
  }
  const megabytes = formatNumber(UPLOAD_AUDIO_MAX_BYTES / BYTES_PER_MEGABYTE);
  const minutes = formatNumber(UPLOAD_AUDIO_MAX_MS / MINUTE_MS);
  return t`MP3, WAV, M4A or Ogg, up to ${minutes} min and ${megabytes} MB.`;
};

/** `1,280 × 720, 2.1 MB`, or `0:42, 600 kB`: what there is to be said. */
export const factsInWords = ({ widthPx, heightPx, durationMs, sizeBytes }: MediaFacts): string =>
  [
    widthPx !== null && heightPx !== null && `${formatNumber(widthPx)} × ${formatNumber(heightPx)}`,
    durationMs !== null && formatClock(durationMs / SECOND_MS),
    sizeBytes !== undefined && formatBytes(sizeBytes),
  ]
    .filter((part) => part !== false)
    .join(', ');
