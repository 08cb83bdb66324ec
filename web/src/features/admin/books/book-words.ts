import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { PROCESSOR_NAMES as NAMES } from '../../checkout/checkout-words.ts';

/** How an order, a payment, a subscription, a refund, an event, a job or an alert stands. */
export const STATUS_WORDS: Readonly<Record<string, MessageDescriptor>> = {
  created: msg`created`,
  open: msg`open`,
  paid: msg`paid`,
  underpaid: msg`paid in part`,
  failed: msg`failed`,
  expired: msg`expired`,
  credited: msg`credited`,
  surplus: msg`to be given back`,
  refunded: msg`refunded`,
  partly_refunded: msg`refunded in part`,
  opening: msg`opening`,
  authenticated: msg`authenticated`,
  active: msg`active`,
  pending: msg`pending`,
  paused: msg`paused`,
  halted: msg`halted`,
  cancelled: msg`cancelled`,
  completed: msg`completed`,
  asked: msg`asked for`,
  made: msg`made`,
  unmatched: msg`wants a look`,
  waiting: msg`waiting`,
  done: msg`done`,
  ignored: msg`set aside`,
  gift: msg`gift`,
  adjustment: msg`correction`,
  unseen: msg`not seen`,
  seen: msg`seen`,
  answered: msg`answered`,
  closed: msg`closed`,
};

const GOOD = new Set(['paid', 'credited', 'active', 'completed', 'made', 'done']);
const BAD = new Set(['failed', 'surplus', 'halted', 'unmatched', 'unseen']);

export const toneOf = (status: string): 'good' | 'danger' | 'plain' =>
  GOOD.has(status) ? 'good' : BAD.has(status) ? 'danger' : 'plain';

/** What a processor's message is about. */
export const EVENT_WORDS: Readonly<Record<string, MessageDescriptor>> = {
  payment: msg`Payment`,
  refund: msg`Refund`,
  subscription: msg`Subscription`,
  subscription_charged: msg`Subscription charged`,
  other: msg`Moves no money`,
};

/** By their own names. */
export const PROCESSOR_NAMES: Readonly<Record<string, string>> = NAMES;

/** What operators are alerted to. */
export const ALERT_WORDS: Readonly<Record<string, MessageDescriptor>> = {
  payment_unmatched: msg`A payment fits nothing`,
  invariant_broken: msg`The books do not add up`,
  days_do_not_sum: msg`The sums of past days differ from the ledger`,
  refund_open: msg`A refund has not come to an end`,
  refund_failed: msg`A refund has failed`,
  second_plan_ended: msg`A second plan was ended`,
  vendor_down: msg`A vendor does not answer`,
  vendor_key_out: msg`A vendor’s key is of no use`,
  dead_letter: msg`A message could not be delivered`,
  media_not_removed: msg`Files could not be removed`,
  file_lost: msg`A file is gone`,
  mail_given_up: msg`A mail could not be sent`,
  webhook_failed: msg`A webhook was switched off`,
  webhook_given_up: msg`A webhook was given up`,
  account_not_deleted: msg`An account could not be deleted`,
};
