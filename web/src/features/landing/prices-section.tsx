import { i18n } from '@lingui/core';
import { t } from '@lingui/core/macro';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import {
  CENTS_PER_100_CREDITS,
  centsOfCredits,
  PURCHASE_MAX_CREDITS,
  PURCHASE_MIN_CREDITS,
} from '../../../../worker/contract/credit-price.ts';
import { pricesQuery } from '../../api/queries.ts';
import type { PriceBook } from '../../api/wire.ts';
import { formatCents, formatNumber } from '../../format.ts';
import { buttonClass } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { TOOLS } from '../tools.ts';
import { charsFor, ruleInWords, speechLength, speechRule } from './price-words.ts';
import { Section } from './section.tsx';

const CREDITS_FIRST = 1_000;
const PRESETS = [PURCHASE_MIN_CREDITS, 1_000, 10_000, PURCHASE_MAX_CREDITS] as const;

const clampCredits = (credits: number): number =>
  Math.min(
    PURCHASE_MAX_CREDITS,
    Math.max(PURCHASE_MIN_CREDITS, Number.isFinite(credits) ? Math.round(credits) : PURCHASE_MIN_CREDITS),
  );

/** Prices as sentences. The number in the sentence can be changed; the sentence reckons along. */
export const PricesSection = () => {
  const { t } = useLingui();
  const prices = useQuery(pricesQuery);
  const [typed, setTyped] = useState(String(CREDITS_FIRST));
  const inputId = useId();
  const credits = clampCredits(Number(typed.replaceAll(/\D/g, '')));
  const cents = centsOfCredits(credits);
  const rule = prices.data && speechRule(prices.data);
  const chars = rule ? charsFor(credits, rule) : 0;
  const price = formatCents(cents);
  const spoken = formatNumber(chars);
  const length = speechLength(chars);
  const amountField = (
    <input
      id={inputId}
      inputMode="numeric"
      value={typed}
      onChange={(event) => setTyped(event.target.value.replaceAll(/\D/g, '').slice(0, 5))}
      onBlur={() => setTyped(String(credits))}
      className="w-[5.2ch] border-b-2 border-sound bg-transparent text-center font-semibold text-ink hover:border-sound-press focus-visible:outline-none focus-visible:shadow-[0_2px_0_0_var(--oz-sound-ink)]"
    />
  );
  return (
    <Section
      id="prices"
      title={t`Paid by the credit`}
      lead={
        <Trans>
          {formatCents(CENTS_PER_100_CREDITS)} for 100 credits, once. No subscription is needed, and you pay only for
          what is delivered.
        </Trans>
      }
    >
      <div className="grid gap-10">
        <div className="grid gap-6">
          <p className="max-w-[34ch] text-2xl leading-[1.4] font-medium text-ink-2 [&_b]:font-semibold [&_b]:text-ink sm:text-3xl sm:leading-[1.35]">
            <label htmlFor={inputId} className="sr-only">
              <Trans>Credits, from 100 to 90,000</Trans>
            </label>
            {rule ? (
              <Trans>
                {amountField} <Plural value={credits} one="credit costs" other="credits cost" /> <b>{price}</b> and
                speak <b>{spoken}</b> <Plural value={chars} one="character" other="characters" />, {length} of voice.
              </Trans>
            ) : (
              <Trans>
                {amountField} <Plural value={credits} one="credit costs" other="credits cost" /> <b>{price}</b>.
              </Trans>
            )}
          </p>
          <fieldset className="flex flex-wrap gap-2">
            <legend className="sr-only">
              <Trans>Amounts</Trans>
            </legend>
            {PRESETS.map((preset) => (
              <button
                key={preset}
                type="button"
                aria-pressed={preset === credits}
                onClick={() => setTyped(String(preset))}
                className={cx(
                  'h-9 rounded-sm border px-3 text-sm font-medium',
                  preset === credits
                    ? 'border-ink text-ink'
                    : 'border-line text-ink-2 hover:border-line-strong hover:text-ink',
                )}
              >
                {formatNumber(preset)}
              </button>
            ))}
          </fieldset>
          <div className="flex flex-wrap gap-2">
            <a href={`/studio/credits/buy?credits=${credits}`} className={buttonClass('line')}>
              <Trans>Buy credits</Trans>
            </a>
            <a href="/studio/plans" className={buttonClass('quiet')}>
              <Trans>Plans by the month</Trans>
            </a>
          </div>
        </div>
        <dl className="border-t border-line">
          {prices.isPending && [0, 1].map((row) => <Skeleton key={row} className="my-4 h-5" />)}
          {prices.data?.models.map((model) => (
            <div
              key={model.modelId}
              className="flex flex-wrap justify-between gap-x-6 border-b border-line py-3 text-base"
            >
              <dt translate="no" className="font-medium">
                {modelName(model)}
              </dt>
              <dd className="text-ink-2">{ruleInWords(model.rule)}</dd>
            </div>
          ))}
          {prices.isError && (
            <p className="py-4 text-sm text-ink-2">
              <Trans>The price list could not be loaded just now.</Trans>
            </p>
          )}
        </dl>
      </div>
    </Section>
  );
};

const modelName = ({ module, name }: PriceBook['models'][number]): string => {
  const tool = TOOLS.find((known) => known.module === module);
  if (!tool) return name;
  const toolName = i18n._(tool.name);
  return t`${toolName}, by ${name}`;
};
