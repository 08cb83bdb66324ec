import { Trans, useLingui } from '@lingui/react/macro';
import { Download } from 'lucide-react';
import { Button, buttonClass } from '../../ui/button.tsx';
import { CopyButton } from '../../ui/copy-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';

const FILE_NAME = 'ozvena-recovery-codes.txt';

type RecoveryCodesProps = { codes: readonly string[] };

/** The ten codes that let their owner in without his phone: shown this once, to be kept on paper or in a file. */
export const RecoveryCodes = ({ codes }: RecoveryCodesProps) => {
  const { t } = useLingui();
  const text = codes.join('\n');
  return (
    <div className="grid gap-4">
      <div className="flex items-start gap-2 rounded-sm border border-line bg-sunken p-1.5 ps-4">
        <ol
          dir="ltr"
          translate="no"
          aria-label={t`Recovery codes`}
          className="grid min-w-0 grow grid-cols-2 gap-x-4 gap-y-2 py-2.5 font-mono text-sm"
        >
          {codes.map((code) => (
            <li key={code} className="select-all">
              {code}
            </li>
          ))}
        </ol>
        <CopyButton text={text} label={t`Copy all codes`} />
      </div>
      <a
        href={`data:text/plain;charset=utf-8,${encodeURIComponent(`${text}\n`)}`}
        download={FILE_NAME}
        className={buttonClass('line', 'sm', 'justify-self-start')}
      >
        <Download aria-hidden="true" className="size-3.5" />
        <Trans>Save as a file</Trans>
      </a>
    </div>
  );
};

/** The same in a dialog of its own, after new codes were made. A click beside it does not lose them. */
export const RecoveryCodesDialog = ({ codes, onClose }: RecoveryCodesProps & { onClose: () => void }) => {
  const { t } = useLingui();
  return (
    <Dialog
      open
      onClose={onClose}
      closesOnBackdrop={false}
      title={t`Keep these codes`}
      description={t`Each lets you in once without your phone. They are not shown again.`}
      footer={
        <Button variant="solid" onClick={onClose}>
          <Trans>I have kept them</Trans>
        </Button>
      }
    >
      <RecoveryCodes codes={codes} />
    </Dialog>
  );
};
