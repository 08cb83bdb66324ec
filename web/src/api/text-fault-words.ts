import { t } from '@lingui/core/macro';
import type { FieldCode } from '../../../worker/contract/problem.ts';

type TextFaultCode = Extract<
  FieldCode,
  | 'text_empty'
  | 'text_too_long'
  | 'text_malformed'
  | 'text_control_characters'
  | 'text_markup'
  | 'pause_malformed'
  | 'pause_out_of_range'
  | 'too_many_pauses'
  | 'separator_malformed'
  | 'too_many_scenes'
>;

/** What can be wrong with a script. Said while it is written, so these words are there from the beginning. */
export const TEXT_FAULT_WORDS: Record<TextFaultCode, () => string> = {
  text_empty: () => t`There is nothing to speak in the text.`,
  text_too_long: () => t`The text is longer than can be spoken at once.`,
  text_malformed: () => t`The text holds half of a character. Type or paste that place again.`,
  text_control_characters: () => t`The text holds characters that cannot be seen or spoken. Paste it as plain text.`,
  text_markup: () => t`Write plain text; markup is not spoken.`,
  pause_malformed: () => t`A pause is not written right: [pause 1.5s] or [pause 500ms].`,
  pause_out_of_range: () => t`A pause is too short or too long.`,
  too_many_pauses: () => t`There are too many pauses in the script.`,
  separator_malformed: () => t`What separates the scenes is not written right.`,
  too_many_scenes: () => t`There are too many scenes in the script.`,
};

/** Why a text cannot be spoken as it stands; another kind of fault in the words it came with. */
export const textFaultInWords = ({ code, message }: { code: FieldCode; message: string }): string =>
  code in TEXT_FAULT_WORDS ? TEXT_FAULT_WORDS[code as TextFaultCode]() : message;
