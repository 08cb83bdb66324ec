import { useLingui } from '@lingui/react/macro';
import { useEffect, useEffectEvent, useRef } from 'react';
import type { PublicConfig } from '../../api/wire.ts';
import { useTheme } from '../../ui/theme.ts';
import { loadTurnstile, type Turnstile } from './load-turnstile.ts';

type CaptchaProps = {
  captcha: NonNullable<PublicConfig['captcha']>;
  action: string;
  onToken: (token: string) => void;
  /** The widget could not be shown, or could not do its work. */
  onTrouble: () => void;
};

/** The widget of Turnstile. It gives one token; for another one it is drawn anew, by another `key`. */
export const Captcha = ({ captcha, action, onToken, onTrouble }: CaptchaProps) => {
  const { i18n } = useLingui();
  const theme = useTheme();
  const box = useRef<HTMLDivElement>(null);
  const give = useEffectEvent(onToken);
  const fail = useEffectEvent(onTrouble);
  const { siteKey, scriptUrl } = captcha;

  useEffect(() => {
    let turnstile: Turnstile | undefined;
    let widgetId: string | undefined;
    let isGone = false;
    const draw = async () => {
      turnstile = await loadTurnstile(scriptUrl);
      if (isGone || !box.current) return;
      widgetId = turnstile.render(box.current, {
        sitekey: siteKey,
        action,
        theme,
        language: i18n.locale,
        size: 'flexible',
        'response-field': false,
        callback: (token) => give(token),
        'error-callback': () => {
          fail();
          return true;
        },
      });
    };
    draw().catch(() => !isGone && fail());
    return () => {
      isGone = true;
      if (widgetId !== undefined) turnstile?.remove(widgetId);
    };
  }, [scriptUrl, siteKey, action, theme, i18n.locale]);

  return <div ref={box} className="min-h-[4.0625rem]" />;
};
