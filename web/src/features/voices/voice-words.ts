import type { MessageDescriptor } from '@lingui/core';
import { i18n } from '@lingui/core';
import { msg, t } from '@lingui/core/macro';
import type { Voice } from '../../api/wire.ts';

/** What the house's own voices are like. A vendor's voice is described in the vendor's words. */
const HOUSE_VOICES: Readonly<Record<string, MessageDescriptor>> = {
  'unicorn:iris': msg`Clear and friendly, at an easy pace; a good first choice for anything.`,
  'unicorn:bruno': msg`Deep and calm, with soft consonants; takes his time.`,
  'unicorn:clara': msg`Bright and brisk, with crisp consonants that carry over noise.`,
  'unicorn:felix': msg`Light, young and conversational, with a lively melody.`,
  'unicorn:maren': msg`Low and steady, dark in tone; restful over long texts.`,
  'unicorn:hugo': msg`A newsreader: even, firm and sharply articulated.`,
  'unicorn:nia': msg`High, quick and playful, the voice of a cartoon character.`,
  'unicorn:otto': msg`Old, low and gravelly, with a slight tremor.`,
  'unicorn:vera': msg`An older voice, gentle and a little shaky, that never hurries.`,
  'unicorn:sol': msg`Between low and high, plain and even; keeps out of the way of the text.`,
  'unicorn:wren': msg`A whisper: breath without tone, so pitch changes are hardly heard.`,
  'unicorn:pixel': msg`A robot on purpose: one flat note with a metallic ring.`,
};

export const describeVoice = ({ id, description }: Voice): string => {
  const words = HOUSE_VOICES[id];
  return words ? i18n._(words) : description;
};

/** Said only where it tells something. */
export const genderInWords = (gender: Voice['gender']): string =>
  gender === 'female' ? t`female` : gender === 'male' ? t`male` : '';
