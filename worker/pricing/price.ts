import type { PriceBook, PriceRule } from '../contract/money.ts';

/** What is measured about a request, by the server. `count` is the number of the day for `free_quota`, from 1. */
export type Usage =
  | { kind: 'per_char'; chars: number; hq: boolean }
  | { kind: 'flat' }
  | { kind: 'per_unit_duration'; seconds: number }
  | { kind: 'per_started_minute'; seconds: number }
  | { kind: 'free_quota'; count: number };

const MILLI = 1_000;

const requireCount = (value: number, name: string): void => {
  if (!Number.isFinite(value) || value < 0) throw new RangeError(`${name} ${value} is not a measured amount`);
};

/**
 * The price of one request, in whole credits. Pure; every step is in integers but for the measured seconds.
 * @throws RangeError for a negative or non-finite measure, TypeError when the usage is not of the rule's kind: both are bugs.
 */
export const priceOf = (rule: PriceRule, usage: Usage): number => {
  if (rule.kind === 'per_char' && usage.kind === 'per_char') {
    requireCount(usage.chars, 'chars');
    const milli = usage.chars * rule.milliCreditsPerChar * (usage.hq ? rule.hqFactor : 1);
    return Math.max(1, Math.ceil(milli / MILLI));
  }
  if (rule.kind === 'flat' && usage.kind === 'flat') return rule.credits;
  if (rule.kind === 'per_unit_duration' && usage.kind === 'per_unit_duration') {
    requireCount(usage.seconds, 'seconds');
    return Math.max(1, Math.ceil(usage.seconds / rule.unitSeconds)) * rule.creditsPerUnit;
  }
  if (rule.kind === 'per_started_minute' && usage.kind === 'per_started_minute') {
    requireCount(usage.seconds, 'seconds');
    return Math.max(1, Math.ceil(usage.seconds / 60)) * rule.creditsPerMinute;
  }
  if (rule.kind === 'free_quota' && usage.kind === 'free_quota') {
    requireCount(usage.count, 'count');
    return usage.count <= rule.freePerDay ? 0 : rule.creditsAfter;
  }
  throw new TypeError(`a ${rule.kind} price cannot be computed from ${usage.kind}`);
};

/** The rule of a model. @throws RangeError when the book has no such model. */
export const ruleOf = (book: PriceBook, modelId: string): PriceRule => {
  const model = book.models.find((candidate) => candidate.modelId === modelId);
  if (!model) throw new RangeError(`the price book has no model ${modelId}`);
  return model.rule;
};
