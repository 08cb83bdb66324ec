import { useMemo, useState } from 'react';
import { ApiError } from '../../api/api-error.ts';
import { AudioTrim } from '../media-input/audio-trim.tsx';
import {
  EmptyBox,
  FailedBox,
  GoneBox,
  ImageBox,
  SendingBox,
  SoundBox,
  WaitingBox,
} from '../media-input/media-boxes.tsx';
import { Group, LONG_TEXT, Specimen } from './specimen.tsx';
import { toneWav } from './tone-wav.ts';

const noop = () => undefined;
const WAYS = { onChoose: noop, onPick: noop, onRemove: noop };
const LONG_SECONDS = 24;
const SHORT_SECONDS = 3;
const SECOND_MS = 1_000;

const DRAWING = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" width="1280" height="720"><rect width="1280" height="720" fill="#9fb3ad"/><circle cx="640" cy="380" r="180" fill="#5a6d66"/></svg>',
)}`;
const IMAGE = { url: DRAWING, sizeBytes: 2_140_000, widthPx: 1_280, heightPx: 720, durationMs: null };
const SOUND = { url: '', sizeBytes: 384_000, widthPx: null, heightPx: null, durationMs: LONG_SECONDS * SECOND_MS };
const GONE = new ApiError({ code: 'not_found', status: 404, detail: 'There is no such upload.' });

/** Files that a person hands over, in every state. */
export const MediaSpecimens = () => {
  const long = useMemo(() => toneWav(LONG_SECONDS), []);
  const short = useMemo(() => toneWav(SHORT_SECONDS), []);
  const [startMs, setStartMs] = useState(6_400);
  return (
    <Group title="Files to work from">
      <Specimen name="Empty: image, with a file above it">
        <div className="grid gap-4">
          <EmptyBox kind="image" {...WAYS} />
          <EmptyBox kind="image" isOver {...WAYS} />
        </div>
      </Specimen>
      <Specimen name="Empty: sound, missing">
        <div className="grid gap-4">
          <EmptyBox kind="audio" {...WAYS} />
          <EmptyBox kind="audio" isInvalid {...WAYS} />
        </div>
      </Specimen>
      <Specimen name="On its way: sent, looked at, waiting">
        <div className="grid gap-4">
          <SendingBox name="a quiet evening.png" part={0.62} onStop={noop} />
          <SendingBox name={LONG_TEXT} part={1} onStop={noop} />
          <WaitingBox kind="image" />
        </div>
      </Specimen>
      <Specimen name="Refused, broken off, gone">
        <div className="grid gap-4">
          <FailedBox
            name="a quiet evening.png"
            message="This image is too small. It needs 300 × 300 pixels at least."
            isBroken={false}
            {...{ onGoOn: noop, onChoose: noop, onDismiss: noop }}
          />
          <FailedBox
            name={LONG_TEXT}
            message="The server could not be reached. Check the connection and try again."
            isBroken
            {...{ onGoOn: noop, onChoose: noop, onDismiss: noop }}
          />
          <GoneBox error={GONE} {...WAYS} />
        </div>
      </Specimen>
      <Specimen name="Image: taken, long name, replaced by a drop">
        <div className="grid gap-4">
          <ImageBox facts={{ ...IMAGE, name: 'a quiet evening.png' }} {...WAYS} />
          <ImageBox facts={{ ...IMAGE, name: LONG_TEXT }} {...WAYS} />
          <ImageBox facts={{ ...IMAGE, name: undefined }} isOver {...WAYS} />
        </div>
      </Specimen>
      <Specimen name="Sound: taken; the part that is used, all of a short one">
        <div className="grid gap-4">
          <SoundBox facts={{ ...SOUND, name: 'speech.wav' }} sound={long} label="Speech" {...WAYS} />
          <AudioTrim
            sound={long}
            durationMs={LONG_SECONDS * SECOND_MS}
            seconds={5}
            startMs={startMs}
            onChange={setStartMs}
          />
          <AudioTrim sound={short} durationMs={SHORT_SECONDS * SECOND_MS} seconds={5} startMs={0} onChange={noop} />
        </div>
      </Specimen>
    </Group>
  );
};
