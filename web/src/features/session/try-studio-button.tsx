import { useEffect } from 'react';
import { Button, type ButtonSize, type ButtonVariant } from '../../ui/button.tsx';
import { useToast } from '../../ui/toast.tsx';
import { useTryStudio } from './use-try-studio.ts';

type TryStudioButtonProps = { variant?: ButtonVariant; size?: ButtonSize };

/** Opens the studio, or says why it did not open. */
export const TryStudioButton = ({ variant = 'solid', size = 'md' }: TryStudioButtonProps) => {
  const { open, isPending, message } = useTryStudio();
  const toast = useToast();
  useEffect(() => {
    if (message !== undefined) toast({ title: 'The studio did not open', detail: message, tone: 'danger' });
  }, [message, toast]);
  return (
    <Button variant={variant} size={size} loading={isPending} onClick={open}>
      Try the studio
    </Button>
  );
};
