import { Trans, useLingui } from '@lingui/react/macro';
import type { Quote } from '../../api/wire.ts';
import { formatNumber } from '../../format.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { priceInWords, waitInWords } from './price-in-words.ts';

type ConfirmDialogProps = {
  quote: Quote;
  title: string;
  about: string;
  onConfirm: () => void;
  onClose: () => void;
};

/** The last look before credits move. The button that goes on has the focus, so Enter is enough. */
export const ConfirmDialog = ({ quote, title, about, onConfirm, onClose }: ConfirmDialogProps) => {
  const { t } = useLingui();
  const rows = [
    [t`Price`, priceInWords(quote)],
    [t`Balance after`, quote.balanceAfterCredits === null ? '–' : formatNumber(quote.balanceAfterCredits)],
    [t`Takes`, waitInWords(quote)],
  ] as const;
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      description={about}
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
