import { z } from 'zod';
import {
  MAIL_ADDRESS_MAX_CHARS,
  MAIL_HEADERS_MAX,
  MAIL_LINE_MAX_CHARS,
  MAIL_RECIPIENTS_MAX,
  MAIL_TAG_MAX_CHARS,
  MAIL_TAGS_MAX,
} from '../limits.ts';

// A line break in a header would let its writer begin another one.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const CONTROL = /[\u0000-\u001f\u007f]/;
const isOneLine = (text: string): boolean => text.isWellFormed() && !CONTROL.test(text);

const PLAIN_ADDRESS = /^[^\s<>@"(),:;[\]\\]+@[^\s<>@"(),:;[\]\\]+\.[^\s<>@"(),:;[\]\\.]+$/;
const NAMED_ADDRESS = /^([^<>]*)<([^<>]+)>$/;

const isAddress = (text: string): boolean =>
  isOneLine(text) && PLAIN_ADDRESS.test(NAMED_ADDRESS.exec(text.trim())?.[2]?.trim() ?? text.trim());

const FORMAT = 'The email address needs to follow the `email@example.com` or `Name <email@example.com>` format.';

const addressSchema = z.string().max(MAIL_ADDRESS_MAX_CHARS, FORMAT).refine(isAddress, FORMAT);
const addressesSchema = z.union([
  addressSchema.transform((address) => [address]),
  z.array(addressSchema).min(1).max(MAIL_RECIPIENTS_MAX),
]);
const bodySchema = z.string().refine((text) => text.isWellFormed(), 'The text holds half of a surrogate pair.');
const lineSchema = z.string().max(MAIL_LINE_MAX_CHARS).refine(isOneLine, 'The text must be one line.');
const tagTextSchema = z
  .string()
  .max(MAIL_TAG_MAX_CHARS)
  .regex(/^[A-Za-z0-9_-]+$/, 'Tags should only contain ASCII letters, numbers, underscores, or dashes.');

/** The body of `POST /emails`, made whole: lists where one may be alone. */
export const sendRequestSchema = z
  .strictObject({
    from: addressSchema,
    to: addressesSchema,
    subject: lineSchema,
    html: bodySchema.optional(),
    text: bodySchema.optional(),
    reply_to: addressesSchema.default([]),
    headers: z
      .record(z.string().regex(/^[\w!#$%&'*+.^`|~-]{1,100}$/, 'This is no name of a header.'), lineSchema)
      .refine((headers) => Object.keys(headers).length <= MAIL_HEADERS_MAX, 'There are too many headers.')
      .default({}),
    tags: z
      .array(z.strictObject({ name: tagTextSchema, value: tagTextSchema.optional() }))
      .max(MAIL_TAGS_MAX)
      .default([]),
  })
  .refine((mail) => mail.html !== undefined || mail.text !== undefined, 'Missing `html` or `text` field.');
