import { useEffect } from 'react';
import { Button, type ButtonSize, type ButtonVariant } from '../../ui/button.tsx';
import { useToast } from '../../ui/toast.tsx';
import { useTryStudio } from './use-try-studio.ts';

type TryStudioButtonProps = { variant?: ButtonVariant; size?: ButtonSize };

/** Opens the studio, or says kindly why it cannot be opened yet. */
export const TryStudioButton = ({ variant = 'solid', size = 'md' }: TryStudioButtonProps) => {
  const studio = useTryStudio();
  const toast = useToast();
  const { message, unavailable } = studio;
  useEffect(() => {
    if (message === undefined) return;
    toast({
      title: unavailable ? 'Sign-in is on its way' : 'The studio did not open',
      detail: message,
      tone: unavailable ? 'plain' : 'danger',
    });
  }, [message, unavailable, toast]);
  return (
    <Button variant={variant} size={size} loading={studio.isPending} onClick={studio.open}>
      Try the studio
    </Button>
  );
};
