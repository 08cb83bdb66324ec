import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { adminKeys } from '../../../api/admin-queries.ts';
import { messageOf } from '../../../api/api-error.ts';
import { vendorApi } from '../../../api/vendor-client.ts';
import type { AdminVendorView, VoiceTemplate } from '../../../api/wire.ts';
import { Button } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { useToast } from '../../../ui/toast.tsx';
import { Row, Rows, RowText } from '../../account/row-list.tsx';
import { TemplateDialog } from './template-dialog.tsx';

/** Groups of voices, each spoken by one key. */
export const TemplatesPart = ({ view }: { view: AdminVendorView }) => {
  const { t } = useLingui();
  const { templates, vendor } = view;
  const keys = view.keys.filter(({ retiredAt }) => retiredAt === null);
  const [editing, setEditing] = useState<VoiceTemplate | 'new'>();
  const add = keys.length > 0 && (
    <Button variant="solid" className="justify-self-start" onClick={() => setEditing('new')}>
      <Trans>Assign voices</Trans>
    </Button>
  );
  const labelOf = (keyId: string) => keys.find(({ id }) => id === keyId)?.label;
  return (
    <div className="grid gap-4 pt-6">
      {templates.length === 0 ? (
        <EmptyState title={t`No template`} action={add}>
          {keys.length > 0 ? (
            <Trans>
              Every voice is spoken by the key that is least busy. A template gives some to a key of their own.
            </Trans>
          ) : (
            <Trans>Voices can be assigned once there is a key here.</Trans>
          )}
        </EmptyState>
      ) : (
        <>
          <Rows label={t`Voice templates`}>
            {templates.map((template) => (
              <Row key={template.name}>
                <RowText title={template.name}>
                  <span>
                    <Plural value={template.voiceIds.length} one="# voice" other="# voices" />
                  </span>
                  <span>{labelOf(template.keyId) ?? <Trans>its key is retired; any other speaks them</Trans>}</span>
                </RowText>
                <div className="grid shrink-0 gap-2 sm:flex">
                  <Button size="sm" aria-label={t`Change: ${template.name}`} onClick={() => setEditing(template)}>
                    <Trans>Change</Trans>
                  </Button>
                  <RemoveButton vendorId={vendor.id} name={template.name} />
                </div>
              </Row>
            ))}
          </Rows>
          {add}
        </>
      )}
      {editing && (
        <TemplateDialog
          vendorId={vendor.id}
          keys={keys}
          template={editing === 'new' ? undefined : editing}
          onClose={() => setEditing(undefined)}
        />
      )}
    </div>
  );
};

const RemoveButton = ({ vendorId, name }: { vendorId: string; name: string }) => {
  const { t } = useLingui();
  const toast = useToast();
  const cache = useQueryClient();
  const remove = useMutation({
    mutationFn: () => vendorApi.removeTemplate(vendorId, name),
    onSuccess: () => {
      void cache.invalidateQueries({ queryKey: adminKeys.all });
      toast({ title: t`The template is gone`, detail: t`Any key speaks its voices now.`, tone: 'good' });
    },
    onError: (error) => toast({ title: t`The template is still there`, detail: messageOf(error), tone: 'danger' }),
  });
  return (
    <Button size="sm" loading={remove.isPending} aria-label={t`Remove: ${name}`} onClick={() => remove.mutate()}>
      <Trans>Remove</Trans>
    </Button>
  );
};
