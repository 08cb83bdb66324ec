import { t } from '@lingui/core/macro';
import type { Module, OrderStatus, ProcessorId } from '../../api/wire.ts';

/** Names of firms, which are the same in every language. */
export const PROCESSOR_NAMES: Record<ProcessorId, string> = {
  razorpay: 'Razorpay',
  wayforpay: 'WayForPay',
  whitepay: 'WhitePay',
};

const MEANS: Record<ProcessorId, () => string> = {
  razorpay: () => t`Card or UPI`,
  wayforpay: () => t`Card`,
  whitepay: () => t`Crypto`,
};

/** With what one pays there. */
export const meansInWords = (processor: ProcessorId): string => MEANS[processor]();

const NEXT: Record<ProcessorId, (name: string) => string> = {
  razorpay: (name) => t`${name} opens over this page. Your credits come the moment it confirms the payment.`,
  wayforpay: (name) => t`You pay on the page of ${name} and come back here. Your credits come the moment it confirms.`,
  whitepay: (name) =>
    t`You pay on the page of ${name} and come back here. The network takes a few minutes. We credit what arrives.`,
};

/** What happens after the press. */
export const nextInWords = (processor: ProcessorId): string => NEXT[processor](PROCESSOR_NAMES[processor]);

const STATUS: Record<OrderStatus, () => string> = {
  created: () => t`Not begun`,
  open: () => t`Not paid yet`,
  paid: () => t({ message: 'Paid', context: 'order' }),
  underpaid: () => t`Paid in part`,
  failed: () => t`Declined`,
  expired: () => t`Run out`,
};

export const orderStatusInWords = (status: OrderStatus): string => STATUS[status]();

const WAITS: Record<Module, () => string> = {
  tts: () => t`Your speech starts by itself once the payment is here.`,
  text: () => t`Your message is answered by itself once the payment is here.`,
  image: () => t`Your images start by themselves once the payment is here.`,
  img2vid_noaudio: () => t`Your film starts by itself once the payment is here.`,
  img2vid_audio: () => t`Your film starts by itself once the payment is here.`,
  audio2vid: () => t`Your film starts by itself once the payment is here.`,
};

/** What is going to begin. */
export const waitingInWords = (module: Module): string => WAITS[module]();
