import { z } from 'zod';
import type { ChatTurn } from '../engine/chat/answer.ts';
import { OPENROUTER_MESSAGES_MAX, OPENROUTER_STOPS_MAX } from '../limits.ts';
import { OpenRouterError } from './openrouter-error.ts';
import { OPENROUTER_MODELS, type OpenRouterModel } from './openrouter-models.ts';

/** What Gemini draws for each ratio, in pixels. */
export const PICTURE_SIZES = {
  '1:1': [1_024, 1_024],
  '2:3': [832, 1_248],
  '3:2': [1_248, 832],
  '3:4': [864, 1_184],
  '4:3': [1_184, 864],
  '4:5': [896, 1_152],
  '5:4': [1_152, 896],
  '9:16': [768, 1_344],
  '16:9': [1_344, 768],
  '21:9': [1_536, 672],
} as const;

const partSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({ type: z.literal('image_url'), image_url: z.object({ url: z.string() }) }),
]);

const messageSchema = z.object({
  role: z.enum(['system', 'user', 'assistant']),
  content: z.union([z.string(), z.array(partSchema).min(1)]),
});

// Unknown keys are passed over, as the vendor does.
const bodySchema = z.object({
  model: z.string(),
  messages: z.array(messageSchema).min(1).max(OPENROUTER_MESSAGES_MAX),
  stream: z.boolean().default(false),
  max_tokens: z.int().min(1).nullish(),
  temperature: z.number().min(0).max(2).default(1),
  stop: z.union([z.string(), z.array(z.string()).max(OPENROUTER_STOPS_MAX)]).nullish(),
  seed: z.int().nullish(),
  modalities: z.array(z.enum(['text', 'image'])).default(['text']),
  image_config: z.object({ aspect_ratio: z.literal(Object.keys(PICTURE_SIZES)).optional() }).optional(),
});
type Body = z.infer<typeof bodySchema>;

/** A request for words or a picture, its model looked up. */
export type OpenRouterRequest = Omit<Body, 'model' | 'messages' | 'stop'> & {
  model: OpenRouterModel;
  turns: ChatTurn[];
  stop: string[];
  /** The addresses of the pictures in the last message. */
  pictures: string[];
};

type Message = z.infer<typeof messageSchema>;

const partsOf = ({ content }: Message): z.infer<typeof partSchema>[] =>
  typeof content === 'string' ? [{ type: 'text', text: content }] : content;

const picturesOf = (message: Message | undefined): string[] =>
  message ? partsOf(message).flatMap((part) => (part.type === 'image_url' ? [part.image_url.url] : [])) : [];

const toTurn = (message: Message): ChatTurn => ({
  role: message.role,
  text: partsOf(message)
    .flatMap((part) => (part.type === 'text' ? [part.text] : []))
    .join('\n'),
  has_picture: picturesOf(message).length > 0,
});

/** Reads the body of `POST /api/v1/chat/completions`. @throws OpenRouterError */
export const parseCompletion = (json: unknown): OpenRouterRequest => {
  if (json === undefined) throw new OpenRouterError(400, 'The body of the request is no JSON.');
  const body = bodySchema.safeParse(json);
  if (!body.success) {
    const issue = body.error.issues[0];
    throw new OpenRouterError(400, `${issue?.path.join('.')}: ${issue?.message}`);
  }
  const model = OPENROUTER_MODELS.find(({ id }) => id === body.data.model);
  if (!model) throw new OpenRouterError(400, `${body.data.model} is not a valid model ID`);
  if (body.data.modalities.includes('image') && !model.draws) {
    throw new OpenRouterError(404, 'No endpoints found that support the requested output modalities: image, text');
  }
  const { messages, stop, ...rest } = body.data;
  return {
    ...rest,
    model,
    turns: messages.map(toTurn),
    stop: typeof stop === 'string' ? [stop] : (stop ?? []),
    pictures: picturesOf(messages.at(-1)),
  };
};
