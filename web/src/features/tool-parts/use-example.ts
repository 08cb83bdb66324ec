import { useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { messageOf } from '../../api/api-error.ts';
import type { MediaRef } from '../../api/wire.ts';
import { useToast } from '../../ui/toast.tsx';
import { type ExampleFile, exampleMedia } from './example-media.ts';

/** Fetches an example's file into the person's own uploads, and says so when it does not succeed. */
export const useExample = () => {
  const { t } = useLingui();
  const toast = useToast();
  const [isFetching, setFetching] = useState(false);
  const fetch = (file: ExampleFile, onMedia: (media: MediaRef) => void): void => {
    setFetching(true);
    exampleMedia(file)
      .then(onMedia, (error: unknown) =>
        toast({ title: t`The example could not be opened`, detail: messageOf(error), tone: 'danger' }),
      )
      .finally(() => setFetching(false));
  };
  return { isFetching, fetch };
};
