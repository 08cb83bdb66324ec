import { useLingui } from '@lingui/react/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { messageOf } from '../../api/api-error.ts';
import { jobQuery } from '../../api/queries.ts';
import type { Job, MediaRef } from '../../api/wire.ts';
import type { ToolSearch } from '../../app/tool-search.ts';
import { useToast } from '../../ui/toast.tsx';
import { usePreferences } from '../preferences/preferences-provider.tsx';

type Takes = {
  /** Settings that are to be used again. */
  onJob: (job: Job) => void;
  /** A picture that is to be worked from. */
  onImage?: (image: MediaRef) => void;
};

/** Takes up what the address names, once; the address then lets go of it. */
export const useTakenUp = (takes: Takes): void => {
  const { t } = useLingui();
  const cache = useQueryClient();
  const navigate = useNavigate();
  const toast = useToast();
  const { from, image }: ToolSearch = useSearch({ strict: false });
  // Before the account is known the studio is drawn once and then anew; what is taken up by then would be lost.
  const isSettled = usePreferences().preferences !== undefined;
  const latest = useRef(takes);
  useEffect(() => {
    latest.current = takes;
  });
  useEffect(() => {
    if (!isSettled || (from === undefined && image === undefined)) return;
    const settings =
      from === undefined
        ? Promise.resolve()
        : cache.fetchQuery(jobQuery(from)).then(
            (job) => latest.current.onJob(job),
            (error: unknown) => {
              toast({ title: t`Its settings could not be read`, detail: messageOf(error), tone: 'danger' });
            },
          );
    // After the settings, which have a picture of their own or none.
    void settings.then(() => image !== undefined && latest.current.onImage?.({ assetId: image }));
    void navigate({ to: '.', search: {}, replace: true });
  }, [isSettled, from, image, cache, navigate, toast, t]);
};
