import { Trans, useLingui } from '@lingui/react/macro';
import { Download } from 'lucide-react';
import { EXPORT_URL } from '../../api/own-account.ts';
import { buttonClass } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { AccountSection } from './account-section.tsx';

/** All of one's own as one file, fetched by the browser itself while it is written. */
export const ExportSection = () => {
  const { t } = useLingui();
  return (
    <AccountSection title={t`Your data`} about={t`Everything that is yours here, as one ZIP to keep.`}>
      <Card className="grid gap-4 p-4 sm:p-5">
        <p className="max-w-[60ch] text-sm text-ink-2">
          <Trans>
            Profile and preferences, every row of your credits, your jobs with their texts, sign-ins, sessions and
            notifications, and the files themselves. Secrets are not in it: no token, no key, no code.
          </Trans>
        </p>
        <a href={EXPORT_URL} download className={buttonClass('solid', 'md', 'justify-self-start')}>
          <Download aria-hidden="true" className="size-4" />
          <Trans>Download everything</Trans>
        </a>
      </Card>
    </AccountSection>
  );
};
