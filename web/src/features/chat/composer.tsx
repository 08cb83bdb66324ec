import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { ArrowUp, Square } from 'lucide-react';
import { type KeyboardEvent, useLayoutEffect, useRef } from 'react';
import type { Quote } from '../../api/wire.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { controlClass } from '../../ui/field.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';

/** A longer message scrolls in its field. */
const HEIGHT_MAX_PX = 240;

/** Where there is no other keyboard than the one on the screen, its big key begins a new line. */
const hasRealKeyboard = (): boolean => !window.matchMedia('(pointer: coarse)').matches;

/** What the next message costs, and of how many free ones it is. */
const PriceLine = ({ quote }: { quote: Quote | undefined }) => {
  if (!quote) return <Skeleton className="h-4 w-28" />;
  const { free, costCredits } = quote;
  if (free !== null && free.left > 0) {
    const { perDay } = free;
    return plural(free.left, { one: `# of ${perDay} free today`, other: `# of ${perDay} free today` });
  }
  if (costCredits === 0) return <Trans>Free for you</Trans>;
  return plural(costCredits, { one: '# credit, taken when you send', other: '# credits, taken when you send' });
};

type ComposerProps = {
  text: string;
  onText: (text: string) => void;
  onSend: () => void;
  onStop: () => void;
  /** An answer is on its way. */
  isBusy: boolean;
  canStop: boolean;
  /** Too long by so many characters, or 0. */
  overBy: number;
  quote: Quote | undefined;
};

/** Where the next message is written. Enter sends it; with Shift it begins a new line. */
export const Composer = ({ text, onText, onSend, onStop, isBusy, canStop, overBy, quote }: ComposerProps) => {
  const { t } = useLingui();
  const field = useRef<HTMLTextAreaElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the text is the occasion
  useLayoutEffect(() => {
    const area = field.current;
    if (!area) return;
    area.style.height = 'auto';
    area.style.height = `${Math.min(area.scrollHeight + 2, HEIGHT_MAX_PX)}px`;
  }, [text]);
  const canSend = text.trim() !== '' && !isBusy && overBy === 0;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
    const isMod = event.ctrlKey || event.metaKey;
    if (!isMod && (event.shiftKey || !hasRealKeyboard())) return;
    event.preventDefault();
    if (canSend) onSend();
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (canSend) onSend();
      }}
      className="grid gap-2"
    >
      <label htmlFor="chat-message" className="sr-only">
        <Trans>Message</Trans>
      </label>
      <textarea
        ref={field}
        id="chat-message"
        dir="auto"
        rows={1}
        value={text}
        placeholder={t`Ask or draft something`}
        aria-invalid={overBy > 0 || undefined}
        aria-describedby="chat-message-note"
        onChange={(event) => onText(event.target.value)}
        onKeyDown={onKeyDown}
        className={cx(controlClass, 'block max-h-60 w-full resize-none px-3.5 py-3 text-base')}
      />
      <div className="flex min-h-10 items-center justify-between gap-3">
        <p id="chat-message-note" aria-live="polite" className="min-w-0 text-xs text-ink-3">
          {overBy > 0 ? (
            <span className="font-medium text-danger">
              {plural(overBy, { one: 'Too long by # character', other: 'Too long by # characters' })}
            </span>
          ) : (
            <PriceLine quote={quote} />
          )}
        </p>
        {isBusy ? (
          <Button
            disabled={!canStop}
            onClick={onStop}
            icon={<Square aria-hidden="true" className="size-3.5 fill-current" />}
          >
            <Trans>Stop</Trans>
          </Button>
        ) : (
          <Button
            type="submit"
            variant="solid"
            disabled={!canSend}
            icon={<ArrowUp aria-hidden="true" className="size-4" />}
          >
            <Trans>Send</Trans>
          </Button>
        )}
      </div>
    </form>
  );
};
