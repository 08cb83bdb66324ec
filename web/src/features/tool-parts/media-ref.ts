/** Whether a stored value names a file of the person's own. */
export const isMediaRef = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (('uploadId' in value && typeof value.uploadId === 'string') ||
    ('assetId' in value && typeof value.assetId === 'string'));
