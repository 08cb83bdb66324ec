import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { isTransient, messageOf } from '../../api/api-error.ts';
import type { MediaRef, UploadKind } from '../../api/wire.ts';
import { knownMedia } from './media-query.ts';
import { type Attempt, sendMedia } from './send-media.ts';

/** `part` is how much has gone out, 0 to 1; at 1 the server looks at the file. */
export type SendingState =
  | { status: 'rest' }
  | { status: 'sending'; name: string; part: number }
  | { status: 'failed'; name: string; message: string; isBroken: boolean };

export type Sending = {
  state: SendingState;
  send: (file: File) => void;
  /** Sends what is missing of a file that broke off. */
  goOn: () => void;
  /** Breaks off, or forgets a failure. */
  stop: () => void;
};

const AT_REST: SendingState = { status: 'rest' };

/** Sends one file at a time; a new one takes the place of one that is under way. */
export const useSending = (kind: UploadKind, onReady: (ref: MediaRef) => void): Sending => {
  const queries = useQueryClient();
  const [state, setState] = useState<SendingState>(AT_REST);
  const under = useRef<AbortController>(undefined);
  const last = useRef<Attempt>(undefined);
  const latest = useRef(onReady);
  useEffect(() => {
    latest.current = onReady;
  });
  useEffect(() => () => under.current?.abort(), []);

  const attempt = useCallback(
    async (one: Attempt): Promise<void> => {
      under.current?.abort();
      const abort = new AbortController();
      const { signal } = abort;
      const { name } = one.file;
      under.current = abort;
      last.current = one;
      setState({ status: 'sending', name, part: 0 });
      try {
        const upload = await sendMedia(one, {
          kind,
          signal,
          onProgress: ({ sentBytes, totalBytes }) =>
            !signal.aborted && setState({ status: 'sending', name, part: sentBytes / totalBytes }),
        });
        if (signal.aborted) return;
        const { queryKey, facts } = knownMedia(upload);
        queries.setQueryData(queryKey, facts);
        void queries.invalidateQueries({ queryKey: ['uploads'] });
        setState(AT_REST);
        latest.current({ uploadId: upload.uploadId });
      } catch (error) {
        if (signal.aborted) return;
        setState({ status: 'failed', name, message: messageOf(error), isBroken: isTransient(error) });
      }
    },
    [kind, queries],
  );

  const send = useCallback((file: File) => void attempt({ file, uploadId: undefined }), [attempt]);
  const goOn = useCallback(() => {
    if (last.current) void attempt(last.current);
  }, [attempt]);
  const stop = useCallback(() => {
    under.current?.abort();
    setState(AT_REST);
  }, []);
  return { state, send, goOn, stop };
};
