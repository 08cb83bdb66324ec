import { SCALE_MAX_PIXELS } from '../../../../worker/contract/limits.ts';

/** Of JPEG, from 0 to 1: nothing is seen to be lost. */
const QUALITY = 0.92;

/** Undefined for what this browser cannot show. A photograph is turned as its camera was held. */
const open = (file: File): Promise<ImageBitmap | undefined> => createImageBitmap(file).catch(() => undefined);

const nameOf = ({ name }: File): string => `${name.replace(/\.[^.]*$/, '')}.jpg`;

const draw = async (file: File, picture: ImageBitmap): Promise<File | undefined> => {
  const scale = Math.min(1, Math.sqrt(SCALE_MAX_PIXELS / (picture.width * picture.height)));
  const canvas = document.createElement('canvas');
  canvas.width = Math.floor(picture.width * scale);
  canvas.height = Math.floor(picture.height * scale);
  const brush = canvas.getContext('2d');
  if (!brush) return undefined;
  // JPEG has nothing that is seen through.
  brush.fillStyle = 'white';
  brush.fillRect(0, 0, canvas.width, canvas.height);
  brush.imageSmoothingQuality = 'high';
  brush.drawImage(picture, 0, 0, canvas.width, canvas.height);
  const drawn = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', QUALITY));
  return drawn ? new File([drawn], nameOf(file), { type: 'image/jpeg' }) : undefined;
};

/** A picture of any type that this browser can show, as a JPEG of SCALE_MAX_PIXELS at most; undefined for any other. */
export const redrawImage = async (file: File): Promise<File | undefined> => {
  const picture = await open(file);
  if (!picture) return undefined;
  try {
    return await draw(file, picture);
  } finally {
    picture.close();
  }
};

/** A picture with more pixels than anything here makes use of in small; every other file as it is. */
export const shrinkImage = async (file: File): Promise<File> => {
  const picture = await open(file);
  if (!picture) return file;
  try {
    const isVast = picture.width * picture.height > SCALE_MAX_PIXELS;
    return (isVast && (await draw(file, picture))) || file;
  } finally {
    picture.close();
  }
};
