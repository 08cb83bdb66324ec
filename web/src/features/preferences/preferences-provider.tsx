import { useLingui } from '@lingui/react';
import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useMemo } from 'react';
import { api } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import type { Me, Preferences } from '../../api/wire.ts';
import { adoptLocale, untoldLocale } from '../../i18n/language.ts';
import { adoptTheme, untoldTheme, useTheme } from '../../ui/theme.ts';
import { createPreferenceSaver } from './preference-saver.ts';

type Kept = {
  /** As the account had them when it was last asked; undefined while that is not known. */
  preferences: Preferences | undefined;
  /** Keeps these in the account, soon. */
  save: (change: Preferences) => void;
};

const KeptContext = createContext<Kept>({ preferences: undefined, save: () => undefined });

/** What the account remembers of how one works. */
export const usePreferences = (): Kept => useContext(KeptContext);

/** Remembers the tool one is in, so that the studio opens with it the next time. */
export const useLastModule = (module: NonNullable<Preferences['module']>): void => {
  const { preferences, save } = usePreferences();
  const isNews = preferences !== undefined && preferences.module !== module;
  useEffect(() => {
    if (isNews) save({ module });
  }, [isNews, module, save]);
};

const after = (work: () => void, ms: number): (() => void) => {
  const timer = setTimeout(work, ms);
  return () => clearTimeout(timer);
};

/** Theme and language: what was chosen in this browser is told to the account, and what the account has shows here. */
const useKeptLook = ({ preferences, save }: Kept): void => {
  const theme = useTheme();
  const { i18n } = useLingui();
  const { theme: accountTheme, locale: accountLocale } = preferences ?? {};
  const isKnown = preferences !== undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what shows is no input, but its change is the occasion
  useEffect(() => {
    const untold = untoldTheme();
    if (isKnown && untold !== undefined) save({ theme: untold });
    else if (accountTheme !== undefined) adoptTheme(accountTheme);
  }, [isKnown, accountTheme, theme, save]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above
  useEffect(() => {
    const untold = untoldLocale();
    if (isKnown && untold !== undefined) save({ locale: untold });
    // Without its catalogs the language stays as it is; the next page tries again.
    else if (accountLocale !== undefined) adoptLocale(accountLocale).catch(() => undefined);
  }, [isKnown, accountLocale, i18n.locale, save]);
};

/** Restores what the account remembers and saves what changes, a little later and all together (DATA-08). */
export const PreferencesProvider = ({ me, children }: { me: Me | undefined; children: ReactNode }) => {
  const cache = useQueryClient();
  const saver = useMemo(
    () =>
      createPreferenceSaver({
        send: api.savePreferences,
        later: after,
        onSaved: (preferences) => {
          if (preferences.theme) adoptTheme(preferences.theme);
          if (preferences.locale) adoptLocale(preferences.locale).catch(() => undefined);
          cache.setQueryData<Me>(keys.me, (known) => known && { ...known, preferences });
        },
      }),
    [cache],
  );
  useEffect(() => {
    const leave = () => document.visibilityState === 'hidden' && void saver.flush();
    document.addEventListener('visibilitychange', leave);
    return () => document.removeEventListener('visibilitychange', leave);
  }, [saver]);
  const preferences = me?.preferences;
  const kept = useMemo(() => ({ preferences, save: saver.add }), [preferences, saver]);
  useKeptLook(kept);
  return <KeptContext value={kept}>{children}</KeptContext>;
};
