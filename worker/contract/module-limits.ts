import {
  CHAT_ANSWER_MAX_TOKENS,
  CHAT_MESSAGE_MAX_CHARS,
  CHAT_MESSAGES_MAX,
  CHAT_SYSTEM_MAX_CHARS,
  FILM_PROMPT_MAX_CHARS,
  FILM_SECONDS,
  IMAGE_PROMPT_MAX_CHARS,
  IMAGES_MAX,
  SCENES_MAX,
  SCRIPT_MAX_CHARS,
  UPLOAD_AUDIO_MAX_BYTES,
  UPLOAD_AUDIO_MAX_MS,
  UPLOAD_IMAGE_MAX_BYTES,
} from './limits.ts';
import type { Module } from './modules.ts';

const IMAGE = { imageBytes: UPLOAD_IMAGE_MAX_BYTES };
const AUDIO = { audioBytes: UPLOAD_AUDIO_MAX_BYTES, audioMs: UPLOAD_AUDIO_MAX_MS };
const FILM = { seconds: Math.max(...FILM_SECONDS), promptChars: FILM_PROMPT_MAX_CHARS };

/** The most that an order of each module may hold; the unit is the end of the name. */
export const MODULE_LIMITS: Readonly<Record<Module, Readonly<Record<string, number>>>> = {
  tts: { scriptChars: SCRIPT_MAX_CHARS, scenes: SCENES_MAX },
  text: {
    messageChars: CHAT_MESSAGE_MAX_CHARS,
    systemChars: CHAT_SYSTEM_MAX_CHARS,
    messages: CHAT_MESSAGES_MAX,
    answerTokens: CHAT_ANSWER_MAX_TOKENS,
  },
  image: { promptChars: IMAGE_PROMPT_MAX_CHARS, images: IMAGES_MAX, ...IMAGE },
  img2vid_noaudio: { ...FILM, ...IMAGE },
  img2vid_audio: { ...FILM, ...IMAGE, ...AUDIO },
  audio2vid: AUDIO,
};
