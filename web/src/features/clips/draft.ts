import type { AvatarId, MediaRef, ParamsOf } from '../../api/wire.ts';
import { createDraftKeeper, isText } from '../editor/kept-draft.ts';
import type { JobOf } from '../editor/tool.ts';
import { isMediaRef } from '../tool-parts/media-ref.ts';

/** What stands in the editor. Whether there still is such a person is seen by the list of them. */
export type Draft = {
  audio: MediaRef | undefined;
  avatarId: AvatarId | undefined;
  /** What was ordered last, to be shown again. */
  jobId: string | undefined;
};

export const EMPTY: Draft = { audio: undefined, avatarId: undefined, jobId: undefined };

export const KEPT_DRAFT = createDraftKeeper<Draft>('ozvena.clips.draft', {
  audio: isMediaRef,
  avatarId: isText,
  jobId: isText,
});

/** The order of a draft; undefined as long as something is missing in it. */
export const orderOf = ({ audio, avatarId }: Draft): ParamsOf<'audio2vid'> | undefined =>
  audio === undefined || avatarId === undefined ? undefined : { audio, avatarId };

/** A job's settings, to go on from. */
export const draftOf = ({ params: { audio, avatarId } }: JobOf<'audio2vid'>): Partial<Draft> => ({ audio, avatarId });
