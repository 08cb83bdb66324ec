import { useLingui } from '@lingui/react/macro';
import { useToast } from '../../ui/toast.tsx';
import { readTextFile } from './read-text-file.ts';

/** Takes a text file for the script, and the old script back when that was a mistake. */
export const useTextFile = (text: string, onText: (text: string) => void): ((file: File) => void) => {
  const { t } = useLingui();
  const toast = useToast();
  return (file) => {
    const { name } = file;
    void readTextFile(file).then((read) => {
      if (!read.ok) {
        const detail =
          read.why === 'too_large'
            ? t`A script has at most 200,000 characters.`
            : t`It holds no plain text. Save it as text in UTF-8.`;
        return toast({ title: t`${name} was not opened`, detail, tone: 'danger' });
      }
      onText(read.text);
      if (text.trim() === '') return;
      toast({
        title: t`${name} took the place of your script`,
        action: { label: t`Bring it back`, onSelect: () => onText(text) },
      });
    });
  };
};
