import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { AdminUserView } from '../../api/wire.ts';
import { formatAgo, formatMoment, formatNumber } from '../../format.ts';
import { useNow } from '../../ui/use-now.ts';
import { PLAN_WORDS, ROLE_WORDS } from './admin-words.ts';
import { Fact } from './fact.tsx';

const MINUTE_MS = 60_000;

/** What somebody is and has, at a glance. */
export const UserFacts = ({ view: { user, counts } }: { view: AdminUserView }) => {
  const { t } = useLingui();
  const now = useNow(MINUTE_MS);
  const spent = formatNumber(counts.spentCredits);
  const { openJobs } = counts;
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-5 rounded-md border border-line bg-surface p-4 sm:grid-cols-3 sm:p-5 lg:grid-cols-6">
      <Fact name={t`Credits`} small={<Trans>{spent} spent</Trans>}>
        {formatNumber(user.balanceCredits)}
      </Fact>
      <Fact name={t`Jobs`} small={<Plural value={openJobs} _0="none open" one="# open" other="# open" />}>
        {formatNumber(counts.jobs)}
      </Fact>
      <Fact name={t`Plan`}>{t(PLAN_WORDS[user.plan])}</Fact>
      <Fact name={t`Role`}>{t(ROLE_WORDS[user.role])}</Fact>
      <Fact name={t`Last active`}>
        {user.lastActiveAt === null ? <Trans>never</Trans> : formatAgo(user.lastActiveAt, now)}
      </Fact>
      <Fact name={t`Here since`}>{formatMoment(user.createdAt)}</Fact>
    </dl>
  );
};
