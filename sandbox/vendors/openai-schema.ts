import { z } from 'zod';
import { OPENAI_INPUT_MAX_CHARS, OPENAI_SPEED_MAX, OPENAI_SPEED_MIN, OPENAI_STEERED_MAX_TOKENS } from '../limits.ts';
import { OpenAiError } from './openai-error.ts';
import { OPENAI_VOICES, STEERED_ONLY_VOICES } from './openai-voices.ts';
import { countCodePoints } from './unicorn-schema.ts';

export const OPENAI_MODELS = ['tts-1', 'tts-1-hd', 'gpt-4o-mini-tts'] as const;

const bodySchema = z.strictObject({
  model: z.string(),
  input: z.string(),
  voice: z.string(),
  response_format: z.enum(['mp3', 'opus', 'aac', 'flac', 'wav', 'pcm']).default('mp3'),
  speed: z.number().min(OPENAI_SPEED_MIN).max(OPENAI_SPEED_MAX).default(1),
  instructions: z.string().optional(),
  stream_format: z.enum(['audio', 'sse']).default('audio'),
});
export type OpenAiSpeech = z.infer<typeof bodySchema>;

// The vendor's framework writes a list of Python dicts into the message, what was sent included.
const refuse = (type: string, field: string, msg: string, input: string): OpenAiError =>
  new OpenAiError(400, `[{'type': '${type}', 'loc': ('body', '${field}'), 'msg': '${msg}', 'input': '${input}'}]`);

/** Its tokenizer is not played: four ASCII characters count as one, any other character as one of its own. */
const countTokens = (text: string): number => {
  let quarters = 0;
  for (const char of text) quarters += char <= '\u007f' ? 1 : 4;
  return Math.ceil(quarters / 4);
};

const checkLength = (model: string, input: string): void => {
  if (input === '') throw refuse('string_too_short', 'input', 'String should have at least 1 character', input);
  if (countCodePoints(input) > OPENAI_INPUT_MAX_CHARS) {
    const msg = `String should have at most ${OPENAI_INPUT_MAX_CHARS} characters`;
    throw refuse('string_too_long', 'input', msg, input);
  }
  if (model === 'gpt-4o-mini-tts' && countTokens(input) > OPENAI_STEERED_MAX_TOKENS) {
    throw new OpenAiError(400, `Input exceeds the maximum of ${OPENAI_STEERED_MAX_TOKENS} tokens.`, { param: 'input' });
  }
};

const checkVoice = (model: string, voice: string): void => {
  const names = Object.keys(OPENAI_VOICES).filter(
    (name) => model === 'gpt-4o-mini-tts' || !STEERED_ONLY_VOICES.includes(name),
  );
  if (names.includes(voice)) return;
  throw refuse('enum', 'voice', `Input should be ${names.map((name) => `\\'${name}\\'`).join(', ')}`, voice);
};

/** Reads the body of `POST /v1/audio/speech`. @throws OpenAiError */
export const parseSpeech = (json: unknown): OpenAiSpeech => {
  if (json === undefined) throw new OpenAiError(400, 'We could not parse the JSON body of your request.');
  const body = bodySchema.safeParse(json);
  if (!body.success) {
    const issue = body.error.issues[0];
    const param = issue?.code === 'unrecognized_keys' ? issue.keys[0] : issue?.path.join('.');
    throw refuse(issue?.code ?? 'missing', param ?? '', issue?.message ?? 'Field required', '');
  }
  const { model, input, voice } = body.data;
  if (!OPENAI_MODELS.some((one) => one === model)) {
    throw new OpenAiError(404, `The model \`${model}\` does not exist or you do not have access to it.`, {
      code: 'model_not_found',
    });
  }
  checkVoice(model, voice);
  checkLength(model, input);
  return body.data;
};
