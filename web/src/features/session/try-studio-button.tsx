import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect } from 'react';
import { Button, type ButtonSize, type ButtonVariant } from '../../ui/button.tsx';
import { useToast } from '../../ui/toast.tsx';
import { useTryStudio } from './use-try-studio.ts';

type TryStudioButtonProps = { variant?: ButtonVariant; size?: ButtonSize };

/** Opens the studio, or says why it did not open. */
export const TryStudioButton = ({ variant = 'solid', size = 'md' }: TryStudioButtonProps) => {
  const { t } = useLingui();
  const { open, isPending, message } = useTryStudio();
  const toast = useToast();
  useEffect(() => {
    if (message !== undefined) toast({ title: t`The studio did not open`, detail: message, tone: 'danger' });
  }, [message, toast, t]);
  return (
    <Button variant={variant} size={size} loading={isPending} onClick={open}>
      <Trans>Try the studio</Trans>
    </Button>
  );
};
