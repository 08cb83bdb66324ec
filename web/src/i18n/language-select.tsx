import { useLingui } from '@lingui/react/macro';
import { useField } from '../ui/field.tsx';
import { Select } from '../ui/select.tsx';
import { useToast } from '../ui/toast.tsx';
import { setLocale } from './language.ts';
import { LOCALE_FACTS, LOCALES } from './locales.ts';

const OPTIONS = LOCALES.map((locale) => ({ value: locale, label: LOCALE_FACTS[locale].name }));

/** The languages of the interface, each named in itself. The label is the field's, where it stands in one. */
export const LanguageSelect = ({ className }: { className?: string }) => {
  const { t, i18n } = useLingui();
  const field = useField();
  const toast = useToast();
  const change = async (value: string) => {
    const locale = LOCALES.find((known) => known === value);
    if (!locale) return;
    try {
      await setLocale(locale);
    } catch {
      toast({
        title: t`The language could not be loaded`,
        detail: t`Check the connection and try again.`,
        tone: 'danger',
      });
    }
  };
  return (
    <Select
      aria-label={field ? undefined : t`Interface language`}
      className={className}
      options={OPTIONS}
      value={i18n.locale}
      onValueChange={change}
    />
  );
};
