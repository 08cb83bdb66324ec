import type { JobAsset } from '../../api/wire.ts';

/** What a file is to be shown as; undefined for one that is only for keeping. */
export const mediaKindOf = ({
  contentType,
}: Pick<JobAsset, 'contentType'>): 'audio' | 'image' | 'video' | undefined => {
  if (contentType.startsWith('audio/')) return 'audio';
  if (contentType.startsWith('image/')) return 'image';
  return contentType.startsWith('video/') ? 'video' : undefined;
};
