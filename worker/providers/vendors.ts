import { createAzure } from './azure.ts';
import { createElevenLabs } from './elevenlabs.ts';
import { createFalSpeech } from './fal-speech.ts';
import { createMinimax } from './minimax.ts';
import { createOpenAiSpeech } from './openai-speech.ts';
import { OPENROUTER } from './openrouter.ts';
import type { SpeechProvider, SpeechVendorOptions } from './provider.ts';
import { createUnicorn } from './unicorn.ts';

type SpeechVendor = {
  name: string;
  /** What speaks there, where the vendor sells others' voices, and other things besides. */
  speaker?: string;
  /** Where the vendor's own API stands; a white- or grey-label key has another address. */
  baseUrl: string;
  /** What the sandbox, which answers where there is no key, takes for one. */
  sandboxKey: string;
  /** Never shown to anybody but operators (ROLE-08). */
  isInternal: boolean;
  create: (options: SpeechVendorOptions) => SpeechProvider;
};

/** Every vendor of speech, with the one place where its address stands. */
export const SPEECH_VENDORS = {
  unicorn: {
    name: 'Unicorn',
    baseUrl: 'https://unicorn.ozvena.example',
    sandboxKey: 'uni_sandbox',
    isInternal: false,
    create: createUnicorn,
  },
  elevenlabs: {
    name: 'ElevenLabs',
    baseUrl: 'https://api.elevenlabs.io',
    sandboxKey: 'sk_sandbox',
    isInternal: false,
    create: createElevenLabs,
  },
  openai: {
    name: 'OpenAI',
    baseUrl: 'https://api.openai.com',
    sandboxKey: 'sk-sandbox',
    isInternal: false,
    create: createOpenAiSpeech,
  },
  azure: {
    name: 'Azure Speech',
    // Each region has a host of its own; an account names its region.
    baseUrl: 'https://westeurope.tts.speech.microsoft.com',
    sandboxKey: 'sandbox0sandbox0sandbox0sandbox0',
    isInternal: false,
    create: createAzure,
  },
  minimax: {
    name: 'MiniMax',
    baseUrl: 'https://api.minimax.io',
    sandboxKey: 'mm-sandbox-0000-0000',
    isInternal: true,
    create: createMinimax,
  },
  fal: {
    name: 'fal',
    speaker: 'ElevenLabs Turbo v2.5',
    // Its queue; what is answered on the spot is at the host without the first name.
    baseUrl: 'https://queue.fal.run',
    sandboxKey: 'sandbox-key:sandbox',
    isInternal: false,
    create: createFalSpeech,
  },
} as const satisfies Record<string, SpeechVendor>;

export type SpeechVendorId = keyof typeof SPEECH_VENDORS;

/** Every vendor with the one place where its address stands: those of speech, fal (of films too), and OpenRouter. */
export const VENDORS = {
  ...SPEECH_VENDORS,
  openrouter: { name: 'OpenRouter', isInternal: false, ...OPENROUTER },
} as const;
export type VendorId = keyof typeof VENDORS;

/** What a vendor of speech is called by who chooses a voice. */
export const speakerOf = (id: SpeechVendorId): string => {
  const vendor: SpeechVendor = SPEECH_VENDORS[id];
  return vendor.speaker ?? vendor.name;
};

export const isVendor = (id: string): id is VendorId => Object.hasOwn(VENDORS, id);

/** All of them, the house first. */
export const VENDOR_IDS = Object.keys(VENDORS).filter(isVendor);

export const isSpeechVendor = (id: string): id is SpeechVendorId => Object.hasOwn(SPEECH_VENDORS, id);
