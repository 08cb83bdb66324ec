import { LANGUAGES } from './elevenlabs-voices.ts';
import type { VendorVoice } from './provider.ts';

const voice = (name: string, gender: VendorVoice['gender'], accent: string, description: string): VendorVoice => ({
  voiceId: name,
  name,
  gender,
  description,
  languages: LANGUAGES,
  styles: [],
  labels: { accent },
  previewUrl: null,
  isCloned: false,
});

/** The voices that fal's page of the model names; no call lists them. The words about them are ours. */
export const FAL_VOICES: readonly VendorVoice[] = [
  voice('Rachel', 'female', 'american', 'Calm and clear.'),
  voice('Aria', 'female', 'american', 'Expressive, with a smile in it.'),
  voice('Roger', 'male', 'american', 'Confident and relaxed.'),
  voice('Sarah', 'female', 'american', 'Soft and reassuring.'),
  voice('Laura', 'female', 'american', 'Upbeat and quick.'),
  voice('Charlie', 'male', 'australian', 'Natural and easy-going.'),
  voice('George', 'male', 'british', 'Warm, made for stories.'),
  voice('Callum', 'male', 'transatlantic', 'Intense and a little husky.'),
  voice('River', 'neutral', 'american', 'Even and unhurried.'),
  voice('Liam', 'male', 'american', 'Articulate and young.'),
  voice('Alice', 'female', 'british', 'Confident, like the news.'),
  voice('Matilda', 'female', 'american', 'Friendly and knowing.'),
  voice('Will', 'male', 'american', 'Friendly and laid-back.'),
  voice('Jessica', 'female', 'american', 'Expressive and playful.'),
  voice('Eric', 'male', 'american', 'Smooth and trustworthy.'),
  voice('Chris', 'male', 'american', 'Casual, like a friend.'),
  voice('Brian', 'male', 'american', 'Deep and resonant.'),
  voice('Daniel', 'male', 'british', 'Authoritative and steady.'),
  voice('Lily', 'female', 'british', 'Warm and velvety.'),
  voice('Bill', 'male', 'american', 'Old and wise.'),
];
