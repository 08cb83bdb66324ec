import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import {
  NOTICE_DEFAULTS,
  OPTIONAL_NOTICES,
  type OptionalNotice,
} from '../../../../worker/contract/notification-kinds.ts';
import { Card } from '../../ui/card.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Switch } from '../../ui/switch.tsx';
import { usePreferences } from '../preferences/preferences-provider.tsx';
import { AccountSection } from './account-section.tsx';

const WORDS = {
  job_completed: { title: msg`Work that is done`, about: msg`Something you had made in the background is ready.` },
  job_failed: { title: msg`Work that failed`, about: msg`Something could not be made, and your credits are back.` },
} as const satisfies Record<OptionalNotice, unknown>;

type Channels = { bell: boolean; email: boolean };

const KindSettings = ({
  kind,
  channels,
  onChange,
}: {
  kind: OptionalNotice;
  channels: Channels;
  onChange: (change: Partial<Channels>) => void;
}) => {
  const { t } = useLingui();
  const { title, about } = WORDS[kind];
  return (
    <fieldset className="grid gap-4 border-line p-4 not-first:border-t sm:grid-cols-[minmax(0,1fr)_13rem] sm:p-5">
      <legend className="sr-only">{t(title)}</legend>
      <div className="grid content-start gap-0.5">
        <p aria-hidden="true" className="text-base font-medium">
          {t(title)}
        </p>
        <p className="text-sm text-ink-3">{t(about)}</p>
      </div>
      <div className="grid content-start gap-3 touch:gap-6">
        <Switch label={t`In the bell`} checked={channels.bell} onCheckedChange={(bell) => onChange({ bell })} />
        <Switch label={t`By e-mail`} checked={channels.email} onCheckedChange={(email) => onChange({ email })} />
      </div>
    </fieldset>
  );
};

/** How one hears of what. Kept at once, like every preference. */
export const NoticeSettingsSection = () => {
  const { t } = useLingui();
  const { preferences, save } = usePreferences();
  const [own, setOwn] = useState<Partial<Record<OptionalNotice, Partial<Channels>>>>({});
  const wishFor = (kind: OptionalNotice, channel: keyof Channels): boolean =>
    own[kind]?.[channel] ?? preferences?.notifications?.[kind]?.[channel] ?? NOTICE_DEFAULTS[channel];
  const change = (kind: OptionalNotice, part: Partial<Channels>) => {
    const next = { ...own, [kind]: { ...own[kind], ...part } };
    setOwn(next);
    save({ notifications: next });
  };
  return (
    <AccountSection
      title={t`How you hear of it`}
      about={
        <Trans>
          Of what touches the safety of your account, like a new address, you always hear: in the bell and by e-mail.
        </Trans>
      }
    >
      <Card>
        {preferences ? (
          OPTIONAL_NOTICES.map((kind) => (
            <KindSettings
              key={kind}
              kind={kind}
              channels={{ bell: wishFor(kind, 'bell'), email: wishFor(kind, 'email') }}
              onChange={(part) => change(kind, part)}
            />
          ))
        ) : (
          <div aria-busy="true" className="grid gap-4 p-4 sm:p-5">
            <Skeleton className="h-14" />
            <Skeleton className="h-14" />
          </div>
        )}
      </Card>
    </AccountSection>
  );
};
