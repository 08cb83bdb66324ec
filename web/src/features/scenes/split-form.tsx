import { Trans, useLingui } from '@lingui/react/macro';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { SCENE_SEPARATOR_MAX_CHARS } from '../../../../worker/contract/limits.ts';
import { ApiError, fieldMessageOf, messageOf } from '../../api/api-error.ts';
import { read, routes } from '../../api/client.ts';
import type { ScenesParams } from '../../api/wire.ts';
import { Button } from '../../ui/button.tsx';
import { ChoiceRow } from '../../ui/choice-row.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Field, Input } from '../../ui/field.tsx';
import { type DraftScene, draftScenesOf, emptyScene } from '../speech/scenes.ts';

type Way = 'headings' | 'literal' | 'pattern';

const separatorOf = (way: Way, written: string): Pick<ScenesParams, 'separator'> => {
  if (way === 'literal') return { separator: { kind: 'literal', text: written } };
  if (way === 'pattern') return { separator: { kind: 'pattern', pattern: written } };
  return {};
};

type SplitFormProps = {
  /** The script that is there to be cut. */
  text: string;
  onScenes: (scenes: DraftScene[]) => void;
};

/** The way from a script to its scenes: where it is to be cut, or a first empty scene. */
export const SplitForm = ({ text, onScenes }: SplitFormProps) => {
  const { t } = useLingui();
  const [way, setWay] = useState<Way>('headings');
  const [written, setWritten] = useState('');
  const cut = useMutation({
    mutationFn: () => read(routes.tts.scenes.$post({ json: { text, ...separatorOf(way, written) } })),
    // All of them are in the voice that spoke for the script, whichever that was.
    onSuccess: ({ scenes }) => onScenes(draftScenesOf(scenes, scenes[0] ?? { voiceId: '', language: '' })),
  });
  const begin = (
    <Button onClick={() => onScenes([emptyScene()])}>
      <Trans>Begin with an empty scene</Trans>
    </Button>
  );
  if (text.trim() === '') {
    return (
      <EmptyState title={t`No scenes yet`} action={begin}>
        <Trans>Write a script first and cut it into scenes here, or begin with an empty one.</Trans>
      </EmptyState>
    );
  }
  const needsWords = way !== 'headings';
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!needsWords || written !== '') cut.mutate();
      }}
      className="grid max-w-xl gap-5 px-4 py-6 sm:px-6"
    >
      <div className="grid gap-1">
        <h2 className="text-lg font-semibold">
          <Trans>Cut the script into scenes</Trans>
        </h2>
        <p className="text-sm text-ink-2">
          <Trans>Each scene becomes a file of its own, with captions, and all of them one ZIP.</Trans>
        </p>
      </div>
      <ChoiceRow
        label={t`Where it is cut`}
        value={way}
        onValueChange={(next) => {
          setWay(next);
          cut.reset();
        }}
        options={[
          { value: 'headings', label: t`At headings and rules` },
          { value: 'literal', label: t`At a text` },
          { value: 'pattern', label: t`At a pattern` },
        ]}
      />
      {needsWords ? (
        <Field
          label={way === 'literal' ? t`The text between two scenes` : t`The pattern, matched line by line`}
          error={cut.error ? separatorFaultOf(cut.error) : undefined}
        >
          <Input
            dir="auto"
            value={written}
            maxLength={SCENE_SEPARATOR_MAX_CHARS}
            placeholder={way === 'literal' ? '***' : '^[0-9]+[.]'}
            spellCheck={false}
            autoCapitalize="none"
            onChange={(event) => setWritten(event.target.value)}
            className="font-mono text-sm!"
          />
        </Field>
      ) : (
        <p role="status" className="text-xs text-ink-3">
          {cut.error ? (
            <span className="font-medium text-danger">{separatorFaultOf(cut.error)}</span>
          ) : (
            <Trans>At lines like “# A title”, “[scene A title]”, “Scene 2”, “---” and “***”.</Trans>
          )}
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="solid" loading={cut.isPending} disabled={needsWords && written === ''}>
          <Trans>Cut it</Trans>
        </Button>
        {begin}
      </div>
    </form>
  );
};

const separatorFaultOf = (error: Error): string => {
  const [field] = error instanceof ApiError ? error.errors : [];
  return field ? fieldMessageOf(field) : messageOf(error);
};
