import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { adminKeys } from '../../../api/admin-queries.ts';
import { messageOf } from '../../../api/api-error.ts';
import { meQuery } from '../../../api/queries.ts';
import { vendorApi } from '../../../api/vendor-client.ts';
import type { AdminVendorView, VendorKey } from '../../../api/wire.ts';
import { formatAgo, formatMoment } from '../../../format.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { useToast } from '../../../ui/toast.tsx';
import { useNow } from '../../../ui/use-now.ts';
import { Row, Rows, RowText } from '../../account/row-list.tsx';
import { CircuitBadge, CircuitNote } from './circuit-badge.tsx';
import { AddKeyDialog, ChangeKeyDialog, RetireKeyDialog } from './key-dialogs.tsx';
import { SOURCE_WORDS } from './vendor-words.ts';

const MINUTE_MS = 60_000;

type Doing = { kind: 'add' } | { kind: 'change' | 'retire'; key: VendorKey };

/** Asks the vendor about a key, and says what he answers. */
const CheckButton = ({ vendorId, keyId, name }: { vendorId: string; keyId: string; name: string }) => {
  const { t } = useLingui();
  const toast = useToast();
  const cache = useQueryClient();
  const check = useMutation({
    mutationFn: () => vendorApi.checkKey(vendorId, keyId),
    onSuccess: ({ state }) => {
      void cache.invalidateQueries({ queryKey: adminKeys.all });
      toast(
        state === 'whole'
          ? { title: t`The vendor takes this key`, tone: 'good' }
          : { title: t`The vendor does not take this key`, tone: 'danger' },
      );
    },
    onError: (error) => toast({ title: t`The key could not be tested`, detail: messageOf(error), tone: 'danger' }),
  });
  return (
    <Button size="sm" loading={check.isPending} aria-label={t`Test: ${name}`} onClick={() => check.mutate()}>
      <Trans>Test</Trans>
    </Button>
  );
};

const KeyFacts = ({ item }: { item: VendorKey }) => {
  const now = useNow(MINUTE_MS);
  const used = item.lastUsedAt === null ? undefined : formatAgo(item.lastUsedAt, now);
  return (
    <>
      <span>
        <span className="sr-only">
          <Trans>ends in</Trans>
        </span>{' '}
        <code className="font-mono text-xs">…{item.hint}</code>
      </span>
      {item.baseUrl !== null && <span className="wrap-anywhere">{item.baseUrl}</span>}
      {item.region !== null && <span>{item.region}</span>}
      {item.groupId !== null && <span>{item.groupId}</span>}
      <span>
        {item.retiredAt === null ? (
          <Trans>added {formatMoment(item.addedAt)}</Trans>
        ) : (
          <Trans>retired {formatMoment(item.retiredAt)}</Trans>
        )}
      </span>
      <span>{used === undefined ? <Trans>never used</Trans> : <Trans>used {used}</Trans>}</span>
      <CircuitNote circuit={item.circuit} />
    </>
  );
};

const KeyBadge = ({ item }: { item: VendorKey }) => {
  const { t } = useLingui();
  if (item.retiredAt !== null) return <Badge>{t`retired`}</Badge>;
  return item.isEnabled ? <CircuitBadge circuit={item.circuit} /> : <Badge>{t`pauses`}</Badge>;
};

type KeyRowProps = { vendorId: string; item: VendorKey; mayWrite: boolean; onDo: (doing: Doing) => void };

const KeyRow = ({ vendorId, item, mayWrite, onDo }: KeyRowProps) => {
  const { t } = useLingui();
  const { label } = item;
  return (
    <Row>
      <RowText title={label} badge={<KeyBadge item={item} />}>
        <KeyFacts item={item} />
      </RowText>
      {item.retiredAt === null && (
        <div className="grid shrink-0 gap-2 sm:flex">
          {item.isEnabled && <CheckButton vendorId={vendorId} keyId={item.id} name={label} />}
          {mayWrite && (
            <>
              <Button size="sm" aria-label={t`Change: ${label}`} onClick={() => onDo({ kind: 'change', key: item })}>
                <Trans>Change</Trans>
              </Button>
              <Button size="sm" aria-label={t`Retire: ${label}`} onClick={() => onDo({ kind: 'retire', key: item })}>
                <Trans>Retire</Trans>
              </Button>
            </>
          )}
        </div>
      )}
    </Row>
  );
};

/** The house's keys of a vendor, and where there is none, what serves in their place. */
export const KeysPart = ({ view }: { view: AdminVendorView }) => {
  const { t } = useLingui();
  const { vendor, keys, circuit } = view;
  const mayWrite = useQuery(meQuery).data?.role === 'superadmin';
  const [doing, setDoing] = useState<Doing>();
  const close = () => setDoing(undefined);
  const add = (
    <Button variant="solid" onClick={() => setDoing({ kind: 'add' })}>
      <Trans>Add a key</Trans>
    </Button>
  );
  return (
    <div className="grid gap-4 pt-6">
      {vendor.source !== 'keys' && (
        <Rows label={t`In the place of keys`}>
          <Row>
            <RowText title={t(SOURCE_WORDS[vendor.source])} badge={<CircuitBadge circuit={circuit} />}>
              <span>
                <Trans>serves while there is no key here that is in use</Trans>
              </span>
              <CircuitNote circuit={circuit} />
            </RowText>
            <CheckButton vendorId={vendor.id} keyId={vendor.id} name={t(SOURCE_WORDS[vendor.source])} />
          </Row>
        </Rows>
      )}
      {keys.length > 0 ? (
        <Rows label={t`Keys`}>
          {keys.map((item) => (
            <KeyRow key={item.id} vendorId={vendor.id} item={item} mayWrite={mayWrite} onDo={setDoing} />
          ))}
        </Rows>
      ) : (
        <EmptyState title={t`No key is kept here`} action={mayWrite && add}>
          {mayWrite ? (
            <Trans>A key is tested by a call to the vendor, then sealed. Nobody can read it again.</Trans>
          ) : (
            <Trans>Superadmins add keys.</Trans>
          )}
        </EmptyState>
      )}
      {keys.length > 0 && (
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          {mayWrite ? add : <p className="text-sm text-ink-3">{t`Superadmins add and retire keys.`}</p>}
        </div>
      )}
      {doing?.kind === 'add' && <AddKeyDialog view={view} onClose={close} />}
      {doing?.kind === 'change' && <ChangeKeyDialog vendorId={vendor.id} item={doing.key} onClose={close} />}
      {doing?.kind === 'retire' && <RetireKeyDialog vendorId={vendor.id} item={doing.key} onClose={close} />}
    </div>
  );
};
