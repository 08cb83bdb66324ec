import { t } from '@lingui/core/macro';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';
import { ApiError } from '../../api/api-error.ts';
import { api } from '../../api/client.ts';
import { keys } from '../../api/queries.ts';
import type { GuestAllowance, SpeechParams } from '../../api/wire.ts';
import { type AudioStream, openAudioStream } from '../../audio/audio-stream.ts';
import { decodeEnvelope } from '../../audio/decode.ts';
import type { Envelope } from '../../audio/envelope.ts';

const REDRAW_MS = 300;

export type GuestSpeech = {
  status: 'idle' | 'asking' | 'arriving' | 'ready' | 'failed';
  /** For the `<audio>`; empty until there is something to play. */
  src: string;
  envelope: Envelope | undefined;
  error: ApiError | undefined;
  /** Which request this sound answers, to know whether the words have changed since. */
  spokenKey: string | undefined;
};

const SILENT: GuestSpeech = { status: 'idle', src: '', envelope: undefined, error: undefined, spokenKey: undefined };

/** Two requests sound alike when their params are alike. */
export const speechKey = (params: SpeechParams): string => JSON.stringify(params);

/**
 * Speaks a sentence for a guest. Sound is playable from its first bytes, and its waveform grows with it:
 * what has arrived is decoded a few times a second, since the browser decodes whole files only.
 */
export const useGuestSpeech = () => {
  const cache = useQueryClient();
  const [speech, setSpeech] = useState(SILENT);
  const abort = useRef<AbortController>(undefined);
  const stream = useRef<AudioStream>(undefined);

  const drop = useCallback(() => {
    abort.current?.abort();
    stream.current?.release();
    stream.current = undefined;
  }, []);
  useEffect(() => drop, [drop]);

  const speak = useCallback(
    async (params: SpeechParams) => {
      drop();
      const controller = new AbortController();
      abort.current = controller;
      const spokenKey = speechKey(params);
      setSpeech({ ...SILENT, status: 'asking', spokenKey });
      try {
        const reply = await api.speak(params, controller.signal);
        const { guestRemaining } = reply;
        if (guestRemaining !== undefined) {
          cache.setQueryData<GuestAllowance>(keys.guest, (known) => known && { ...known, remaining: guestRemaining });
        }
        const pieces: Uint8Array<ArrayBuffer>[] = [];
        let drawnAt = 0;
        const draw = async (bytes: ArrayBuffer) => {
          const envelope = await decodeEnvelope(bytes).catch(() => undefined);
          if (envelope && !controller.signal.aborted) setSpeech((now) => ({ ...now, envelope }));
        };
        const opened = openAudioStream(reply.body, (bytes) => {
          pieces.push(bytes);
          if (performance.now() - drawnAt < REDRAW_MS) return;
          drawnAt = performance.now();
          void new Blob(pieces).arrayBuffer().then(draw);
        });
        stream.current = opened;
        setSpeech((now) => ({ ...now, status: 'arriving', src: opened.src }));
        const whole = await opened.whole;
        if (controller.signal.aborted) return;
        await draw(await whole.arrayBuffer());
        const src = opened.streaming ? opened.src : URL.createObjectURL(whole);
        stream.current = { ...opened, release: () => URL.revokeObjectURL(src) };
        setSpeech((now) => ({ ...now, status: 'ready', src }));
      } catch (error) {
        if (controller.signal.aborted) return;
        const problem =
          error instanceof ApiError
            ? error
            : new ApiError({ code: 'unreadable', status: 0, detail: t`The sound broke off on its way. Try it again.` });
        if (problem.code === 'guest_limit_reached') {
          cache.setQueryData<GuestAllowance>(keys.guest, (known) => known && { ...known, remaining: 0 });
        }
        setSpeech({ ...SILENT, status: 'failed', error: problem });
      }
    },
    [cache, drop],
  );

  return { speech, speak };
};
