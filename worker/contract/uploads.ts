import { z } from 'zod';
import { pageQuerySchema } from './jobs.ts';
import {
  UPLOAD_AUDIO_MAX_BYTES,
  UPLOAD_IMAGE_MAX_BYTES,
  UPLOAD_NAME_MAX_CHARS,
  UPLOAD_TYPE_MAX_CHARS,
} from './limits.ts';
import { type FieldCode, fieldProblemSchema } from './problem.ts';
import { readUploadType, UNSAFE_NAME_CHAR, UPLOAD_KINDS, UPLOAD_TYPES, type UploadKind } from './upload-types.ts';

/** Of one file of a kind. */
export const UPLOAD_MAX_BYTES: Record<UploadKind, number> = {
  image: UPLOAD_IMAGE_MAX_BYTES,
  audio: UPLOAD_AUDIO_MAX_BYTES,
};

/** No name at all, or one that means a folder. */
const NO_NAME = /^\.{0,2}$/;

const uploadKindSchema = z.enum(UPLOAD_KINDS).meta({ id: 'UploadKind' });

/** A file that is about to be sent. Everything in it is a promise that is checked when the file has arrived. */
export const createUploadSchema = z
  .strictObject({
    kind: uploadKindSchema,
    name: z.string().max(UPLOAD_NAME_MAX_CHARS).meta({ description: 'Without a path; shown to its owner alone.' }),
    contentType: z.string().max(UPLOAD_TYPE_MAX_CHARS).meta({
      description:
        'image/png, image/jpeg or image/webp; audio/mpeg, audio/wav, audio/mp4 (M4A with AAC) or audio/ogg (Opus, Vorbis).',
    }),
    sizeBytes: z.int().nonnegative().meta({ description: 'Exactly. An image has 10 MB at most, audio 25 MB.' }),
  })
  .superRefine(({ kind, name, contentType, sizeBytes }, issues) => {
    const refuse = (field: string, code: FieldCode, message: string) =>
      issues.addIssue({ code: 'custom', path: [field], params: { code }, message });
    if (UNSAFE_NAME_CHAR.test(name) || NO_NAME.test(name))
      refuse('name', 'file_name_unsafe', 'A file name has no path and no controls in it.');
    if (readUploadType(kind, contentType) === undefined) {
      refuse('contentType', 'file_type_unsupported', `Of this kind are ${UPLOAD_TYPES[kind].join(', ')}.`);
    }
    if (sizeBytes === 0) refuse('sizeBytes', 'file_empty', 'The file is empty.');
    if (sizeBytes > UPLOAD_MAX_BYTES[kind]) {
      refuse('sizeBytes', 'file_too_large', `A file of this kind has ${UPLOAD_MAX_BYTES[kind]} bytes at most.`);
    }
  })
  .meta({ id: 'CreateUpload' });
export type CreateUpload = z.infer<typeof createUploadSchema>;

/** One piece of a file, to be sent by itself. */
export const uploadPartSchema = z
  .strictObject({
    partNumber: z.int().positive(),
    offsetBytes: z.int().nonnegative(),
    sizeBytes: z.int().positive(),
    isReceived: z.boolean(),
    url: z
      .string()
      .meta({ description: 'Takes exactly these bytes by PUT, from whoever has it, until `urlExpiresAt`.' }),
    urlExpiresAt: z.int(),
  })
  .meta({ id: 'UploadPart' });
export type UploadPart = z.infer<typeof uploadPartSchema>;

export const uploadSchema = z
  .strictObject({
    uploadId: z.string(),
    kind: uploadKindSchema,
    name: z.string(),
    contentType: z.enum([...UPLOAD_TYPES.image, ...UPLOAD_TYPES.audio]),
    sizeBytes: z.int().positive(),
    status: z.enum(['open', 'ready', 'refused']),
    url: z.string().nullable().meta({ description: 'Where its owner reads a ready file; else null.' }),
    parts: z.array(uploadPartSchema).meta({ description: 'All parts of an open upload, with fresh links; else none.' }),
    widthPx: z.int().nullable(),
    heightPx: z.int().nullable(),
    durationMs: z.int().nullable(),
    errors: z.array(fieldProblemSchema).meta({ description: 'Why the file was refused; `/file` is what is in it.' }),
    createdAt: z.int(),
    expiresAt: z.int(),
  })
  .meta({ id: 'Upload' });
export type Upload = z.infer<typeof uploadSchema>;

export const uploadQuerySchema = pageQuerySchema.extend({ kind: uploadKindSchema.optional() });
export type UploadQuery = z.infer<typeof uploadQuerySchema>;

export const uploadListSchema = z
  .strictObject({ items: z.array(uploadSchema), nextCursor: z.string().nullable() })
  .meta({ id: 'UploadList' });
export type UploadList = z.infer<typeof uploadListSchema>;
