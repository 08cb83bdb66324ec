import type { OwnKeyProvider } from '../../api/wire.ts';

/** How a vendor is called, and where he shows his keys. */
export const VENDOR_FACTS: Record<OwnKeyProvider, { name: string; keysUrl: string | undefined }> = {
  elevenlabs: { name: 'ElevenLabs', keysUrl: 'https://elevenlabs.io/app/settings/api-keys' },
  openai: { name: 'OpenAI', keysUrl: 'https://platform.openai.com/api-keys' },
  azure: { name: 'Azure Speech', keysUrl: 'https://portal.azure.com' },
  fal: { name: 'fal', keysUrl: 'https://fal.ai/dashboard/keys' },
  openrouter: { name: 'OpenRouter', keysUrl: 'https://openrouter.ai/settings/keys' },
  unicorn: { name: 'Unicorn', keysUrl: undefined },
};
