import { t } from '@lingui/core/macro';
import type { Words } from '../editor/tool.ts';
import { moduleTool } from '../tool-parts/module-tool.ts';

/** Recordings that become films, as the editor's frame knows them. */
export const CLIPS = moduleTool('audio2vid', {
  standIn: (common, { noCache: _, ...params }) => ({
    ...common,
    module: 'audio2vid',
    modelId: '',
    title: '',
    // It is measured by the server.
    params: { ...params, durationMs: 0 },
  }),
  again: ({ params: { audio, avatarId } }) => ({ audio, avatarId, noCache: true }),
});

/** What is agreed to when a film is ordered. */
export const clipWords = (): Words => ({
  title: t`Generate this film?`,
  about: t`As long as the recording, paid by each minute begun.`,
});
