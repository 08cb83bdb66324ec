import { useLingui } from '@lingui/react/macro';
import { ChevronDown } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { Voice } from '../../api/wire.ts';
import { cx } from '../../ui/cx.ts';
import { controlClass } from '../../ui/field.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import type { SpeechChoice } from '../speech/use-speech-choice.ts';
import { genderInWords } from '../voices/voice-words.ts';

const loadBrowser = () => import('../voice-browser/voice-browser.tsx');
const VoiceBrowser = lazy(async () => ({ default: (await loadBrowser()).VoiceBrowser }));

type VoiceButtonProps = {
  choice: Pick<SpeechChoice, 'list' | 'vendors' | 'voice' | 'language'>;
  onPick: (voice: Voice) => void;
  /** Said before the voice's name. */
  label: string;
  size?: 'sm' | 'md';
  className?: string;
};

/** Who speaks, and the way to all the others. */
export const VoiceButton = ({ choice, onPick, label, size = 'md', className }: VoiceButtonProps) => {
  const { t } = useLingui();
  const [open, setOpen] = useState(false);
  const { list, vendors, voice, language } = choice;
  const vendorName = vendors?.find(({ id }) => id === voice?.provider)?.name ?? voice?.provider ?? '';
  const about = [vendorName, voice ? genderInWords(voice.gender) : ''].filter((word) => word !== '').join(' · ');
  const isReady = list !== undefined && vendors !== undefined;
  return (
    <>
      <button
        type="button"
        aria-haspopup="dialog"
        disabled={!isReady}
        onClick={() => setOpen(true)}
        // The list is on its way before the press is over.
        onPointerEnter={() => void loadBrowser()}
        onFocus={() => void loadBrowser()}
        className={cx(
          'flex w-full min-w-0 items-center gap-2.5 px-3 text-start',
          size === 'md' ? 'h-[3.25rem]' : 'h-9 touch:h-11',
          controlClass,
          className,
        )}
      >
        <span className="sr-only">{label}</span>
        {voice ? (
          <span className={cx('min-w-0 grow', size === 'md' ? 'grid' : 'flex items-baseline gap-2')}>
            <span dir="auto" className="truncate text-sm font-medium">
              {voice.name}
            </span>
            <span className="shrink-0 truncate text-xs text-ink-3">{size === 'md' ? about : vendorName}</span>
          </span>
        ) : (
          <span className="grid grow gap-1.5">
            <Skeleton className="h-3.5 w-20" />
            {size === 'md' && <Skeleton className="h-3 w-28" />}
          </span>
        )}
        <ChevronDown aria-hidden="true" className="size-4 shrink-0 text-ink-3" />
      </button>
      {open && isReady && (
        <Suspense fallback={<span className="sr-only">{t`Loading`}</span>}>
          <VoiceBrowser
            vendors={vendors}
            list={list}
            voice={voice}
            language={language}
            onPick={(picked) => {
              onPick(picked);
              setOpen(false);
            }}
            onClose={() => setOpen(false)}
          />
        </Suspense>
      )}
    </>
  );
};
