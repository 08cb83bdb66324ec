import { z } from 'zod';
import type { ImageRequest, MadeImage } from './image-provider.ts';
import { toUsage, usageSchema } from './openrouter-chat.ts';
import { brokenOff, openRouterErrorSchema } from './openrouter-error.ts';
import { readImage } from './picture.ts';
import { ProviderError, type VendorWire } from './provider.ts';
import { decodeBase64, expectType, readText, tryJson } from './stream.ts';

/** One picture of a million pixels: 3 MB at the very worst, and a third more in base64. Four are read at once. */
const ANSWER_MAX_BYTES = 6 * 1024 * 1024;
const SIDE_MIN_PX = 64;
const SIDE_MAX_PX = 4_096;

const replySchema = z.object({
  error: openRouterErrorSchema.nullish(),
  choices: z
    .array(
      z.object({
        error: openRouterErrorSchema.nullish(),
        finish_reason: z.string().nullish(),
        native_finish_reason: z.string().nullish(),
        message: z
          .object({ images: z.array(z.object({ image_url: z.object({ url: z.string() }) })).nullish() })
          .nullish(),
      }),
    )
    .nullish(),
  usage: usageSchema.nullish(),
});

/** Why the model's own vendor would not draw, as he says it; no other seed helps. */
const REFUSED = /safety|prohibited|blocklist|recitation|content_filter/i;
const DATA_URL = /^data:image\/[a-z]+;base64,([A-Za-z0-9+/]+={0,2})$/;

/** The body of a request for one picture. */
export const toImageBody = (request: ImageRequest, seed: number): Record<string, unknown> => ({
  model: request.model,
  messages: [
    {
      role: 'user',
      content: [
        { type: 'text', text: request.prompt },
        ...(request.reference ? [{ type: 'image_url', image_url: { url: request.reference } }] : []),
      ],
    },
  ],
  modalities: ['image', 'text'],
  image_config: { aspect_ratio: request.aspectRatio },
  seed,
  usage: { include: true },
});

const decodeDataUrl = (url: string): Uint8Array | undefined => {
  const base64 = DATA_URL.exec(url)?.[1];
  // Checked to be base64 by its letters; its length has to fit as well.
  return base64 && base64.length % 4 === 0 ? decodeBase64(base64) : undefined;
};

/** Reads an answer that holds a picture. @throws ProviderError rejected where the model would not draw this */
export const readDrawing = async (wire: VendorWire, response: Response): Promise<Omit<MadeImage, 'index' | 'seed'>> => {
  const bad = (what: string): ProviderError => new ProviderError(wire.provider, 'bad_response', what);
  const body = await expectType(wire, response, ['application/json']);
  const reply = replySchema.safeParse(tryJson(await readText(wire, body, ANSWER_MAX_BYTES)));
  if (!reply.success) throw bad('an answer is not as agreed');
  const choice = reply.data.choices?.[0];
  const error = reply.data.error ?? choice?.error;
  if (error) throw brokenOff(wire, error);
  const url = choice?.message?.images?.[0]?.image_url.url;
  if (!url) {
    const reason = `${choice?.finish_reason} ${choice?.native_finish_reason}`;
    throw REFUSED.test(reason)
      ? new ProviderError(wire.provider, 'rejected', 'would not draw this')
      : bad('drew nothing');
  }
  const file = decodeDataUrl(url);
  const image = file && readImage(file);
  if (!image) throw bad('its picture is none');
  const { type, widthPx, heightPx, clean: bytes } = image;
  const isFit = Math.min(widthPx, heightPx) >= SIDE_MIN_PX && Math.max(widthPx, heightPx) <= SIDE_MAX_PX;
  if (!isFit) throw bad(`drew ${widthPx}×${heightPx} pixels`);
  return { type, widthPx, heightPx, bytes, usage: toUsage(reply.data.usage) };
};
