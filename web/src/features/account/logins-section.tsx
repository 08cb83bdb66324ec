import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { useInfiniteQuery } from '@tanstack/react-query';
import { loginsQuery } from '../../api/own-account.ts';
import type { Login } from '../../api/wire.ts';
import { formatMoment } from '../../format.ts';
import { Badge } from '../../ui/badge.tsx';
import { Card } from '../../ui/card.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { LongList } from '../studio/long-list.tsx';
import { AccountSection } from './account-section.tsx';
import { deviceInWords } from './given-words.ts';
import { Row, Rows, RowsWaiting, RowText } from './row-list.tsx';

const METHODS = {
  email_code: msg`by a code in the mail`,
  google: msg`with Google`,
  demo: msg`as the demo creator`,
} as const satisfies Record<Login['method'], unknown>;

const LoginRow = ({ login }: { login: Login }) => {
  const { t } = useLingui();
  return (
    <RowText
      title={deviceInWords(login.device)}
      badge={
        login.isCurrent && (
          <Badge tone="good">
            <Trans>this session</Trans>
          </Badge>
        )
      }
    >
      <time dateTime={new Date(login.createdAt).toISOString()}>{formatMoment(login.createdAt)}</time>
      <span>{t(METHODS[login.method])}</span>
      <span className="break-all">
        <Trans>from {login.ip}</Trans>
      </span>
    </RowText>
  );
};

/** Every time somebody came in, also from where the session has ended since. */
export const LoginsSection = () => {
  const { t } = useLingui();
  const query = useInfiniteQuery(loginsQuery);
  return (
    <AccountSection title={t`Sign-ins`} about={t`When and from where you came in. It stays here when a session ends.`}>
      <LongList
        query={query}
        failure={t`The sign-ins could not be read`}
        skeleton={<RowsWaiting />}
        empty={
          <Card>
            <EmptyState title={t`No sign-in yet`}>
              <Trans>The next one will stand here.</Trans>
            </EmptyState>
          </Card>
        }
        more={t`Earlier ones`}
      >
        {(logins) => (
          <Rows label={t`Sign-ins`}>
            {logins.map((login) => (
              <Row key={login.id}>
                <LoginRow login={login} />
              </Row>
            ))}
          </Rows>
        )}
      </LongList>
    </AccountSection>
  );
};
