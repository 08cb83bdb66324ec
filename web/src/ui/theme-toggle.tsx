import { useLingui } from '@lingui/react/macro';
import { Moon, Sun } from 'lucide-react';
import { IconButton } from './icon-button.tsx';
import { chooseTheme, useTheme } from './theme.ts';

/** Light or dark; the choice is kept. */
export const ThemeToggle = () => {
  const { t } = useLingui();
  const theme = useTheme();
  const next = theme === 'dark' ? 'light' : 'dark';
  const Icon = theme === 'dark' ? Sun : Moon;
  return (
    <IconButton
      label={next === 'dark' ? t`Switch to dark theme` : t`Switch to light theme`}
      icon={<Icon aria-hidden="true" className="size-[1.125rem]" />}
      onClick={() => chooseTheme(next)}
    />
  );
};
