import type { Quote } from '../../api/wire.ts';
import { formatCredits, formatNumber, formatWait } from '../../format.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { CHARGE_NOTE } from './generate-bar.tsx';

type ConfirmDialogProps = {
  open: boolean;
  quote: Quote;
  voiceName: string;
  chars: number;
  onConfirm: () => void;
  onClose: () => void;
};

/** The last look before credits move. The button that goes on has the focus, so Enter is enough. */
export const ConfirmDialog = ({ open, quote, voiceName, chars, onConfirm, onClose }: ConfirmDialogProps) => {
  const rows = [
    ['Price', formatCredits(quote.costCredits)],
    ['Balance after', quote.balanceAfterCredits === null ? '–' : formatNumber(quote.balanceAfterCredits)],
    ['Takes', formatWait(quote.etaMs)],
  ] as const;
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title="Generate this speech?"
      description={`${formatNumber(chars)} ${chars === 1 ? 'character' : 'characters'}, spoken by ${voiceName}.`}
      footer={
        <>
          <Button onClick={onClose}>Not yet</Button>
          <Button variant="sound" data-autofocus onClick={onConfirm}>
            Generate
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
      <p className="mt-3 text-xs text-ink-3">{CHARGE_NOTE}. If it fails, they come back by themselves.</p>
    </Dialog>
  );
};

type MissingDialogProps = { open: boolean; costCredits: number; balanceCredits: number; onClose: () => void };

/** Not enough: says how much is missing, and that buying is still to come. */
export const MissingDialog = ({ open, costCredits, balanceCredits, onClose }: MissingDialogProps) => (
  <Dialog
    open={open}
    onClose={onClose}
    title={`${formatCredits(Math.max(0, costCredits - balanceCredits))} missing`}
    description={`This speech costs ${formatCredits(costCredits)}, and there are ${formatNumber(balanceCredits)}. Nothing was charged.`}
    footer={
      <Button variant="solid" data-autofocus onClick={onClose}>
        Back to the text
      </Button>
    }
  >
    <p className="text-sm text-ink-2">
      Buying credits opens soon. Until then a shorter text, or one without high quality, may fit the balance.
    </p>
  </Dialog>
);
