import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { type ReactNode, useId } from 'react';
import type { AdminUserView } from '../../api/wire.ts';
import { formatAgo, formatMoment } from '../../format.ts';
import { Card } from '../../ui/card.tsx';
import { useNow } from '../../ui/use-now.ts';
import { deviceInWords, tokenNameInWords } from '../account/given-words.ts';
import { RowText } from '../account/row-list.tsx';

const MINUTE_MS = 60_000;

type GroupProps<Item> = {
  title: string;
  none: ReactNode;
  items: readonly Item[];
  keyOf: (item: Item) => string;
  children: (item: Item) => ReactNode;
};

const Group = <Item,>({ title, none, items, keyOf, children }: GroupProps<Item>) => {
  const id = useId();
  return (
    <section aria-labelledby={id} className="grid content-start gap-3">
      <h3 id={id} className="text-base font-semibold">
        {title}
      </h3>
      {items.length === 0 ? (
        <p className="text-sm text-ink-3">{none}</p>
      ) : (
        <Card>
          <ul aria-labelledby={id}>
            {items.map((item) => (
              <li key={keyOf(item)} className="border-line px-4 py-3 not-first:border-t sm:px-5">
                {children(item)}
              </li>
            ))}
          </ul>
        </Card>
      )}
    </section>
  );
};

/** How somebody gets in: the ways they have signed in, where they are signed in now, and which programs act for them. */
export const AccessPart = ({ view }: { view: AdminUserView }) => {
  const { t } = useLingui();
  const now = useNow(MINUTE_MS);
  const methods: Record<string, string> = { email_code: t`Code by e-mail`, demo: t`Demo button`, google: t`Google` };
  return (
    <div className="grid gap-8 pt-6">
      <Group
        title={t`Ways of signing in`}
        none={<Trans>They have never signed in.</Trans>}
        items={view.signInMethods}
        keyOf={({ method }) => method}
      >
        {({ method, times, lastAt }) => {
          const last = formatMoment(lastAt);
          return (
            <RowText title={methods[method] ?? method}>
              <span>
                <Plural value={times} one="# time" other="# times" />
              </span>
              <span>
                <Trans>last on {last}</Trans>
              </span>
            </RowText>
          );
        }}
      </Group>
      <section className="grid gap-3">
        <h3 className="text-base font-semibold">
          <Trans>Second factor</Trans>
        </h3>
        <p className="text-sm text-ink-2">
          {view.hasSecondFactor ? (
            <Trans>On: signing in also asks for a code of their authenticator app.</Trans>
          ) : (
            <Trans>Off: the first factor is enough to sign in.</Trans>
          )}
        </p>
      </section>
      <Group
        title={t`Sessions`}
        none={<Trans>No browser is signed in.</Trans>}
        items={view.sessions}
        keyOf={({ id }) => id}
      >
        {({ device, ip, lastUsedAt, createdAt }) => {
          const [used, since] = [formatAgo(lastUsedAt, now), formatMoment(createdAt)];
          return (
            <RowText title={deviceInWords(device)}>
              <span>
                <Trans>used {used}</Trans>
              </span>
              <span className="break-all">
                <Trans>from {ip}</Trans>
              </span>
              <span>
                <Trans>since {since}</Trans>
              </span>
            </RowText>
          );
        }}
      </Group>
      <Group title={t`API tokens`} none={<Trans>No tokens.</Trans>} items={view.tokens} keyOf={({ id }) => id}>
        {({ name, hint, lastUsedAt, createdAt }) => {
          const [used, made] = [lastUsedAt === null ? undefined : formatAgo(lastUsedAt, now), formatMoment(createdAt)];
          return (
            <RowText title={tokenNameInWords(name)}>
              {hint !== null && <code className="font-mono text-xs">ozv-…{hint}</code>}
              <span>{used === undefined ? <Trans>never used</Trans> : <Trans>used {used}</Trans>}</span>
              <span>
                <Trans>made {made}</Trans>
              </span>
            </RowText>
          );
        }}
      </Group>
    </div>
  );
};
