import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useEffect, useId, useRef, useState } from 'react';
import type { MediaRef, UploadKind } from '../../api/wire.ts';
import { EmptyBox, FailedBox, GoneBox, ImageBox, SendingBox, SoundBox, WaitingBox } from './media-boxes.tsx';
import { mediaIdOf, mediaQuery } from './media-query.ts';
import { usePageFiles } from './use-page-files.ts';
import { type Sending, useSending } from './use-sending.ts';

const MediaPicker = lazy(async () => ({ default: (await import('./media-picker.tsx')).MediaPicker }));

/** Also what is not taken as it is, since the browser may draw or write it anew; by name as well, as some systems know no type. */
const ACCEPT: Record<UploadKind, string> = {
  image: 'image/*,.png,.jpg,.jpeg,.webp',
  audio: 'audio/*,video/mp4,video/webm,.mp3,.wav,.m4a,.ogg,.oga,.opus,.flac',
};

type MediaInputProps = {
  kind: UploadKind;
  /** What will be used: a file that was sent, or one that was made here. */
  value: MediaRef | undefined;
  onChange: (value: MediaRef | undefined) => void;
  label: string;
  /** What the server, or the editor, has against it. */
  error?: string | undefined;
};

/**
 * An image or a sound to work from: dropped or pasted anywhere on the page, chosen from the disk, or picked from what
 * was used or made before. Its texts are those of the area `editor`.
 */
export const MediaInput = ({ kind, value, onChange, label, error }: MediaInputProps) => {
  const labelId = useId();
  const errorId = useId();
  const box = useRef<HTMLFieldSetElement>(null);
  const chooser = useRef<HTMLInputElement>(null);
  const [isPicking, setPicking] = useState(false);
  const sending = useSending(kind, onChange);
  const { stop } = sending;
  // What is chosen elsewhere (an example, settings used again) takes the place of what is being sent.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is another value that matters
  useEffect(stop, [mediaIdOf(value), stop]);
  const isOver = usePageFiles(kind, box, sending.send);
  const ways = { onChoose: () => chooser.current?.click(), onPick: () => setPicking(true) };
  return (
    <fieldset
      ref={box}
      aria-labelledby={labelId}
      aria-describedby={error === undefined ? undefined : errorId}
      className="grid min-w-0 gap-1.5"
    >
      <span id={labelId} className="text-sm font-medium text-ink-2 wrap-anywhere">
        {label}
      </span>
      {sending.state.status === 'rest' ? (
        value === undefined ? (
          <EmptyBox kind={kind} isOver={isOver} isInvalid={error !== undefined} {...ways} />
        ) : (
          <Taken
            kind={kind}
            value={value}
            label={label}
            isOver={isOver}
            onRemove={() => onChange(undefined)}
            {...ways}
          />
        )
      ) : (
        <Underway sending={sending} onChoose={ways.onChoose} />
      )}
      <p id={errorId} aria-live="polite" className="text-xs font-medium text-danger wrap-anywhere empty:hidden">
        {error}
      </p>
      <input
        ref={chooser}
        type="file"
        accept={ACCEPT[kind]}
        hidden
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          if (file) sending.send(file);
          // The same file may be chosen again.
          target.value = '';
        }}
      />
      <Suspense>
        {isPicking && (
          <MediaPicker
            kind={kind}
            onPick={(ref) => {
              stop();
              onChange(ref);
              setPicking(false);
            }}
            onClose={() => setPicking(false)}
          />
        )}
      </Suspense>
    </fieldset>
  );
};

const Underway = ({ sending: { state, goOn, stop }, onChoose }: { sending: Sending; onChoose: () => void }) => {
  if (state.status === 'rest') return null;
  if (state.status === 'sending') return <SendingBox name={state.name} part={state.part} onStop={stop} />;
  return <FailedBox {...state} onGoOn={goOn} onChoose={onChoose} onDismiss={stop} />;
};

type TakenProps = {
  kind: UploadKind;
  value: MediaRef;
  label: string;
  isOver: boolean;
  onChoose: () => void;
  onPick: () => void;
  onRemove: () => void;
};

const Taken = ({ kind, value, label, ...shown }: TakenProps) => {
  const { data: facts, error } = useQuery(mediaQuery(kind, value));
  if (facts === undefined) return error ? <GoneBox error={error} {...shown} /> : <WaitingBox kind={kind} />;
  return kind === 'image' ? <ImageBox facts={facts} {...shown} /> : <SoundBox facts={facts} label={label} {...shown} />;
};
