import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { OWN_KEY_PROVIDERS } from '../../../../worker/contract/own-key-providers.ts';
import { messageOf } from '../../api/api-error.ts';
import { api } from '../../api/client.ts';
import { keys, ownKeysQuery } from '../../api/queries.ts';
import type { OwnKey, OwnKeyList, OwnKeyProvider } from '../../api/wire.ts';
import { formatAgo, formatMoment } from '../../format.ts';
import { Badge } from '../../ui/badge.tsx';
import { Button } from '../../ui/button.tsx';
import { useToast } from '../../ui/toast.tsx';
import { useNow } from '../../ui/use-now.ts';
import { AccountSection } from './account-section.tsx';
import { Confirm } from './confirm.tsx';
import { OwnKeyDialog } from './own-key-dialog.tsx';
import { RowList, RowText } from './row-list.tsx';
import { VENDOR_FACTS } from './vendor-facts.ts';

const MINUTE_MS = 60_000;

type Slot = { id: OwnKeyProvider; key: OwnKey | undefined };
type Doing = { kind: 'put' | 'remove'; slot: Slot };

/** Puts a key into the list that is shown, or takes it out. */
const useShownKeys = () => {
  const cache = useQueryClient();
  return (provider: OwnKeyProvider, key: OwnKey | undefined) =>
    cache.setQueryData<OwnKeyList>(
      keys.ownKeys,
      (list) => list && { items: [...list.items.filter((item) => item.provider !== provider), ...(key ? [key] : [])] },
    );
};

const KeyFacts = ({ ownKey }: { ownKey: OwnKey }) => {
  const { t } = useLingui();
  const now = useNow(MINUTE_MS);
  const checked = formatAgo(ownKey.checkedAt, now);
  return (
    <>
      <span>
        <Trans>
          <span className="sr-only">ends in</span> <code className="font-mono text-xs">…{ownKey.hint}</code>
        </Trans>
      </span>
      {ownKey.region !== null && <span>{ownKey.region}</span>}
      <span>
        <Trans>
          added <time dateTime={new Date(ownKey.addedAt).toISOString()}>{formatMoment(ownKey.addedAt)}</time>
        </Trans>
      </span>
      <span>{t`tested ${checked}`}</span>
    </>
  );
};

const KeyRow = ({ slot, onDo }: { slot: Slot; onDo: (doing: Doing) => void }) => {
  const { t } = useLingui();
  const toast = useToast();
  const show = useShownKeys();
  const { name } = VENDOR_FACTS[slot.id];
  const check = useMutation({
    mutationFn: () => api.checkOwnKey(slot.id),
    onSuccess: (key) => {
      show(slot.id, key);
      toast(
        key.isAccepted
          ? { title: t`${name} takes your key`, tone: 'good' }
          : { title: t`${name} no longer takes your key`, detail: t`Replace it, or remove it.`, tone: 'danger' },
      );
    },
    onError: (error) => toast({ title: t`The key could not be tested`, detail: messageOf(error), tone: 'danger' }),
  });
  if (!slot.key) {
    return (
      <>
        <RowText title={name}>
          <Trans>No key of yours</Trans>
        </RowText>
        <Button size="sm" aria-label={t`Add a key of ${name}`} onClick={() => onDo({ kind: 'put', slot })}>
          <Trans>Add</Trans>
        </Button>
      </>
    );
  }
  return (
    <>
      <RowText
        title={name}
        badge={slot.key.isAccepted ? <Badge tone="good">{t`works`}</Badge> : <Badge tone="danger">{t`refused`}</Badge>}
      >
        <KeyFacts ownKey={slot.key} />
      </RowText>
      <div className="grid shrink-0 gap-2 sm:flex">
        <Button size="sm" loading={check.isPending} aria-label={t`Test: ${name}`} onClick={() => check.mutate()}>
          <Trans>Test</Trans>
        </Button>
        <Button size="sm" aria-label={t`Replace: ${name}`} onClick={() => onDo({ kind: 'put', slot })}>
          <Trans>Replace</Trans>
        </Button>
        <Button size="sm" aria-label={t`Remove: ${name}`} onClick={() => onDo({ kind: 'remove', slot })}>
          <Trans>Remove</Trans>
        </Button>
      </div>
    </>
  );
};

/** A vendor a row: whether a key of one's own is kept, what it was last told, and how to change it. */
export const KeysSection = () => {
  const { t } = useLingui();
  const toast = useToast();
  const show = useShownKeys();
  const [doing, setDoing] = useState<Doing>();
  const query = useQuery({
    ...ownKeysQuery,
    select: ({ items }) => ({
      items: OWN_KEY_PROVIDERS.map((id): Slot => ({ id, key: items.find(({ provider }) => provider === id) })),
    }),
  });
  const remove = useMutation({
    mutationFn: (provider: OwnKeyProvider) => api.removeOwnKey(provider),
    onSuccess: (_, provider) => {
      const { name } = VENDOR_FACTS[provider];
      show(provider, undefined);
      setDoing(undefined);
      toast({ title: t`Your key of ${name} is removed`, tone: 'good' });
    },
  });
  const name = doing ? VENDOR_FACTS[doing.slot.id].name : '';
  return (
    <AccountSection
      title={t`Own keys`}
      about={t`Keys of vendors where you have an account yourself. What is made by them costs no credits. They are sealed, and shown by their end alone.`}
    >
      <RowList label={t`Own keys`} query={query} failure={t`The keys could not be read`} empty={null}>
        {(slot) => <KeyRow slot={slot} onDo={setDoing} />}
      </RowList>
      {doing?.kind === 'put' && (
        <OwnKeyDialog
          provider={doing.slot.id}
          present={doing.slot.key}
          onSaved={(key) => {
            show(key.provider, key);
            setDoing(undefined);
            toast({ title: t`${name} takes your key`, detail: t`It is sealed and kept.`, tone: 'good' });
          }}
          onClose={() => setDoing(undefined)}
        />
      )}
      <Confirm
        open={doing?.kind === 'remove'}
        title={t`Remove your key of ${name}?`}
        description={t`It is forgotten here. At the vendor it stays good until you end it there.`}
        keep={t`Keep it`}
        go={t`Remove`}
        pending={remove.isPending}
        error={remove.error}
        onClose={() => {
          setDoing(undefined);
          remove.reset();
        }}
        onConfirm={() => doing && remove.mutate(doing.slot.id)}
      />
    </AccountSection>
  );
};
