import { useLingui } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { ApiError } from '../../api/api-error.ts';
import { keys } from '../../api/queries.ts';
import { SecondFactorDialog } from './second-factor-dialog.tsx';

type Act<Result> = (secondFactorCode?: string) => Promise<Result>;
type Asked = { tryCode: (code: string) => Promise<void>; giveUp: () => void };

/** What is about the code itself is said where it is typed; everything else belongs to whoever asked for it. */
const isAboutCode = (error: unknown): boolean =>
  error instanceof ApiError &&
  (error.code === 'rate_limited' || error.errors.some(({ pointer }) => pointer === '/secondFactorCode'));

/**
 * Does what may need a code of the second factor: at once, and where the server asks for a code, again with the one
 * that the dialog has asked for. Rejects as the request does; with `second_factor_required` when the person gives up.
 * Put `dialog` anywhere in what is shown.
 */
export const useStepUp = (): { stepUp: <Result>(act: Act<Result>) => Promise<Result>; dialog: ReactNode } => {
  const { t } = useLingui();
  const [asked, setAsked] = useState<Asked>();
  const cache = useQueryClient();

  const askAndAct = <Result,>(act: Act<Result>, refusal: ApiError): Promise<Result> =>
    new Promise((resolve, reject) => {
      const tryCode = async (code: string) => {
        try {
          resolve(await act(code));
          // It may have been one of the recovery codes.
          void cache.invalidateQueries({ queryKey: keys.secondFactor });
        } catch (error) {
          if (isAboutCode(error)) throw error;
          reject(error);
        }
        setAsked(undefined);
      };
      const giveUp = () => {
        reject(refusal);
        setAsked(undefined);
      };
      setAsked({ tryCode, giveUp });
    });

  const stepUp = async <Result,>(act: Act<Result>): Promise<Result> => {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof ApiError && error.code === 'second_factor_required')) throw error;
      return askAndAct(act, error);
    }
  };

  const dialog = asked && (
    <SecondFactorDialog
      title={t`Is it you?`}
      description={t`This asks for your second factor: a code of your authenticator app.`}
      go={t`Go on`}
      onCode={asked.tryCode}
      onClose={asked.giveUp}
    />
  );
  return { stepUp, dialog };
};
