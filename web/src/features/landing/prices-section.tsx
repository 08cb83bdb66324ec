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
import { TOOLS, type Tool } from '../tools.ts';
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
  const [isTyping, setTyping] = useState(false);
  const inputId = useId();
  const credits = clampCredits(Number(typed.replaceAll(/\D/g, '')));
  const cents = centsOfCredits(credits);
  const rule = prices.data && speechRule(prices.data);
  const chars = rule ? charsFor(credits, rule) : 0;
  const price = formatCents(cents);
  const spoken = formatNumber(chars);
  const length = speechLength(chars);
  const amount = isTyping ? typed : formatNumber(credits);
  const amountField = (
    <input
      id={inputId}
      inputMode="numeric"
      value={amount}
      onChange={(event) => setTyped(event.target.value.replaceAll(/\D/g, '').slice(0, 5))}
      onFocus={() => setTyping(true)}
      onBlur={() => {
        setTyping(false);
        setTyped(String(credits));
      }}
      className="field-sizing-content w-[5.2ch] min-w-[3ch] supports-[field-sizing:content]:w-auto border-b-2 border-sound bg-transparent font-semibold text-ink hover:border-sound-press focus-visible:outline-none focus-visible:shadow-[0_2px_0_0_var(--oz-sound-ink)]"
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
                  'h-9 touch:h-11 rounded-sm border px-3 text-sm font-medium',
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
        <div className="border-t border-line">
          {prices.isPending && TOOLS.map((tool) => <Skeleton key={tool.id} className="my-4 h-6" />)}
          {prices.data && TOOLS.map((tool) => <ToolPrices key={tool.id} tool={tool} book={prices.data} />)}
          {prices.isError && (
            <p className="py-4 text-sm text-ink-2">
              <Trans>The price list could not be loaded just now.</Trans>
            </p>
          )}
        </div>
      </div>
    </Section>
  );
};

/** What one tool costs. Models of one price share a line. */
const ToolPrices = ({ tool, book }: { tool: Tool; book: PriceBook }) => {
  const { t } = useLingui();
  const namesOf = new Map<string, string[]>();
  for (const { module, name, rule } of book.models) {
    if (module !== tool.module) continue;
    const words = ruleInWords(rule);
    namesOf.set(words, [...(namesOf.get(words) ?? []), name]);
  }
  if (namesOf.size === 0) return null;
  return (
    <div className="grid gap-x-4 gap-y-2 border-b border-line py-4 text-base sm:grid-cols-[8rem_minmax(0,1fr)]">
      <h3 className="font-semibold">{t(tool.name)}</h3>
      <dl className="grid gap-2">
        {[...namesOf].map(([words, names]) => (
          <div key={words} className="flex flex-wrap justify-between gap-x-6">
            <dt translate="no" className="max-w-[38ch] min-w-0">
              {names.join(', ')}
            </dt>
            <dd className="text-ink-2">{words}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
};
