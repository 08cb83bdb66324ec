import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { EXAMPLE_TEXTS } from './example-texts.ts';

/** Named in the interface's words, or in the language that it is an example of. */
export type Example = { name: MessageDescriptor | string; language: string; text: keyof typeof EXAMPLE_TEXTS };

/** Scripts that fill the editor in one press; each shows another thing that a voice can do. */
export const EXAMPLES: readonly Example[] = [
  { name: msg`A story opens`, language: 'en', text: 'story' },
  { name: msg`Station call`, language: 'en', text: 'call' },
  { name: msg`How-to`, language: 'en', text: 'howTo' },
  { name: 'Українською', language: 'uk', text: 'uk' },
  { name: 'हिन्दी में', language: 'hi', text: 'hi' },
  { name: 'Česky', language: 'cs', text: 'cs' },
  { name: 'Auf Deutsch', language: 'de', text: 'de' },
];

/** The words of an example: few ask for them, so they come when they are asked for. */
export const textOfExample = async ({ text }: Example): Promise<string> =>
  (await import('./example-texts.ts')).EXAMPLE_TEXTS[text];
