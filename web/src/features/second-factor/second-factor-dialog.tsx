import { Trans } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { useId } from 'react';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { CodeEntry } from './code-entry.tsx';

type SecondFactorDialogProps = {
  title: string;
  description: string;
  /** What the button says that goes on. */
  go: string;
  /** Rejects when the code does not do: why is said under it, and it is asked for again. */
  onCode: (code: string) => Promise<void>;
  onClose: () => void;
};

/** Asks for a code of the second factor before something that a stolen session must not do. See also `useStepUp`. */
export const SecondFactorDialog = ({ title, description, go, onCode, onClose }: SecondFactorDialogProps) => {
  const formId = useId();
  const send = useMutation({ mutationFn: onCode });
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      description={description}
      footer={
        <>
          <Button onClick={onClose}>
            <Trans>Not now</Trans>
          </Button>
          <Button type="submit" form={formId} variant="solid" loading={send.isPending}>
            {go}
          </Button>
        </>
      }
    >
      <CodeEntry
        formId={formId}
        takesRecovery
        busy={send.isPending}
        error={send.error}
        onCode={send.mutate}
        onEdit={send.reset}
      />
    </Dialog>
  );
};
