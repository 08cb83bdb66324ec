import { plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import type { Quote } from '../../api/wire.ts';
import { formatNumber, formatWait } from '../../format.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { priceInWords } from './price-in-words.ts';

type ConfirmDialogProps = {
  open: boolean;
  quote: Quote;
  voiceName: string;
  chars: number;
  /** Undefined for a script in one piece. */
  scenes: number | undefined;
  onConfirm: () => void;
  onClose: () => void;
};

/** The last look before credits move. The button that goes on has the focus, so Enter is enough. */
export const ConfirmDialog = ({ open, quote, voiceName, chars, scenes, onConfirm, onClose }: ConfirmDialogProps) => {
  const { t } = useLingui();
  const rows = [
    [t`Price`, priceInWords(quote)],
    [t`Balance after`, quote.balanceAfterCredits === null ? '–' : formatNumber(quote.balanceAfterCredits)],
    [t`Takes`, formatWait(quote.etaMs)],
  ] as const;
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t`Generate this speech?`}
      description={
        scenes === undefined
          ? plural(chars, {
              one: `# character, spoken by ${voiceName}.`,
              other: `# characters, spoken by ${voiceName}.`,
            })
          : plural(scenes, {
              one: '# scene, in a ZIP of sound and captions.',
              other: '# scenes, in a ZIP of sound and captions.',
            })
      }
      footer={
        <>
          <Button onClick={onClose}>
            <Trans>Not yet</Trans>
          </Button>
          <Button variant="sound" data-autofocus onClick={onConfirm}>
            <Trans>Generate</Trans>
          </Button>
        </>
      }
    >
      <dl className="border-t border-line">
        {rows.map(([name, value]) => (
          <div key={name} className="flex justify-between gap-6 border-b border-line py-2.5 text-base">
            <dt className="text-ink-2">{name}</dt>
            <dd className="font-semibold">{value}</dd>
          </div>
        ))}
      </dl>
      <p className="mt-3 text-xs text-ink-3">
        <Trans>Credits will be deducted on Generate. If it fails, they come back by themselves.</Trans>
      </p>
    </Dialog>
  );
};

type MissingDialogProps = { open: boolean; costCredits: number; balanceCredits: number; onClose: () => void };

/** Not enough: says how much is missing, and that buying is still to come. */
export const MissingDialog = ({ open, costCredits, balanceCredits, onClose }: MissingDialogProps) => {
  const balance = formatNumber(balanceCredits);
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={plural(Math.max(0, costCredits - balanceCredits), { one: '# credit missing', other: '# credits missing' })}
      description={plural(costCredits, {
        one: `This speech costs # credit, and there are ${balance}. Nothing was charged.`,
        other: `This speech costs # credits, and there are ${balance}. Nothing was charged.`,
      })}
      footer={
        <Button variant="solid" data-autofocus onClick={onClose}>
          <Trans>Back to the text</Trans>
        </Button>
      }
    >
      <p className="text-sm text-ink-2">
        <Trans>
          Buying credits opens soon. Until then a shorter text, or one without high quality, may fit the balance.
        </Trans>
      </p>
    </Dialog>
  );
};
