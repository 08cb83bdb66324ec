import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';

/** First messages to begin with in one press: what it is, and what is said. */
export const EXAMPLES: readonly { name: MessageDescriptor; message: MessageDescriptor }[] = [
  {
    name: msg`Write a script`,
    message: msg`Write a script of 60 seconds for a calm voice that explains why echoes come back later than they leave.`,
  },
  {
    name: msg`Sharpen a sentence`,
    message: msg`Make this sentence shorter and warmer: “We would like to inform you that your order has been dispatched today.”`,
  },
  {
    name: msg`Plan a film`,
    message: msg`Plan a film of five shots about a lighthouse keeper. For each shot, one line to show and one line to say.`,
  },
  {
    name: msg`Explain some code`,
    message: msg`Show me in TypeScript how to read a stream of server-sent events with fetch, and explain each step.`,
  },
];
