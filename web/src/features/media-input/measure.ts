/** Loads a file by an element that is never shown, until it tells of itself. Rejects when it cannot, or by the signal. */
const load = <Media extends HTMLImageElement | HTMLAudioElement>(
  media: Media,
  { url, told, signal }: { url: string; told: 'load' | 'loadedmetadata'; signal: AbortSignal },
): Promise<Media> =>
  new Promise((resolve, reject) => {
    const stop = () => {
      media.removeAttribute('src');
      reject(signal.reason);
    };
    media.addEventListener(told, () => resolve(media), { once: true });
    media.addEventListener('error', () => reject(new Error('This file could not be loaded.')), { once: true });
    signal.addEventListener('abort', stop, { once: true });
    media.src = url;
  });

/** The size of an image, in pixels. */
export const measureImage = async (
  url: string,
  signal: AbortSignal,
): Promise<{ widthPx: number; heightPx: number }> => {
  const { naturalWidth, naturalHeight } = await load(new Image(), { url, told: 'load', signal });
  return { widthPx: naturalWidth, heightPx: naturalHeight };
};

/** The length of a sound, in seconds. */
export const measureSound = async (url: string, signal: AbortSignal): Promise<number> => {
  const audio = new Audio();
  audio.preload = 'metadata';
  return (await load(audio, { url, told: 'loadedmetadata', signal })).duration;
};
