/** What people may send, and how it is told from its first bytes. Free of zod: the web app uses it as well. */

export const UPLOAD_KINDS = ['image', 'audio'] as const;
export type UploadKind = (typeof UPLOAD_KINDS)[number];

/** Controls, halves of characters, marks that turn the reading order, separators of lines and of paths. */
export const UNSAFE_NAME_CHAR = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069/\\]/u;

/** The types of each kind (G-10). No SVG: it is a program. */
export const UPLOAD_TYPES = {
  image: ['image/png', 'image/jpeg', 'image/webp'],
  audio: ['audio/mpeg', 'audio/wav', 'audio/mp4', 'audio/ogg'],
} as const satisfies Record<UploadKind, readonly string[]>;
export type UploadType = (typeof UPLOAD_TYPES)[UploadKind][number];

/** Other names that browsers and systems have for them. */
const ALIASES: Record<string, UploadType> = {
  'image/jpg': 'image/jpeg',
  'image/pjpeg': 'image/jpeg',
  'audio/mp3': 'audio/mpeg',
  'audio/x-mp3': 'audio/mpeg',
  'audio/x-wav': 'audio/wav',
  'audio/wave': 'audio/wav',
  'audio/vnd.wave': 'audio/wav',
  'audio/m4a': 'audio/mp4',
  'audio/x-m4a': 'audio/mp4',
  'audio/opus': 'audio/ogg',
  'audio/vorbis': 'audio/ogg',
  'application/ogg': 'audio/ogg',
};

/** The type of a kind that a text names, by any of its names; undefined when the kind has none of that name. */
export const readUploadType = (kind: UploadKind, declared: string): UploadType | undefined => {
  const name = (declared.split(';')[0] ?? '').trim().toLowerCase();
  const known = Object.hasOwn(ALIASES, name) ? ALIASES[name] : name;
  return UPLOAD_TYPES[kind].find((type) => type === known);
};

/** Bytes from the beginning of a file that are enough to tell its type. */
export const UPLOAD_HEAD_BYTES = 12;

const MPEG_LAYER_3 = 0b01;

const isMpegFrame = (head: Uint8Array): boolean => {
  const [first = 0, second = 0] = head;
  return first === 0xff && (second & 0xe0) === 0xe0 && ((second >> 1) & 0b11) === MPEG_LAYER_3;
};

/** The type that the first bytes of a file tell, whatever it is called; undefined for all that may not be sent. */
export const sniffUploadType = (head: Uint8Array): UploadType | undefined => {
  const ascii = String.fromCharCode(...head.subarray(0, UPLOAD_HEAD_BYTES));
  const [mark, form] = [ascii.slice(0, 4), ascii.slice(8, 12)];
  if (ascii.startsWith('\x89PNG\r\n\x1a\n')) return 'image/png';
  if (ascii.startsWith('\xff\xd8\xff')) return 'image/jpeg';
  if (mark === 'RIFF' && form === 'WEBP') return 'image/webp';
  if (mark === 'RIFF' && form === 'WAVE') return 'audio/wav';
  if (mark === 'OggS') return 'audio/ogg';
  if (ascii.slice(4, 8) === 'ftyp') return 'audio/mp4';
  return ascii.startsWith('ID3') || isMpegFrame(head) ? 'audio/mpeg' : undefined;
};
