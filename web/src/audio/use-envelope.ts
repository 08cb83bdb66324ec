import { useEffect, useState } from 'react';
import { decodeEnvelope } from './decode.ts';
import type { Envelope } from './envelope.ts';

const KEPT_MAX = 24;
const kept = new Map<string, Envelope>();

/** A same-origin address, or the bytes themselves. */
export type Sound = string | Blob;

const fetchEnvelope = async (src: string, signal: AbortSignal): Promise<Envelope> => {
  const known = kept.get(src);
  if (known) return known;
  const response = await fetch(src, { signal });
  if (!response.ok) throw new Error(`The sound answered ${response.status}.`);
  const envelope = await decodeEnvelope(await response.arrayBuffer());
  const oldest = kept.keys().next().value;
  if (kept.size >= KEPT_MAX && oldest !== undefined) kept.delete(oldest);
  kept.set(src, envelope);
  return envelope;
};

// The content policy lets no script fetch a blob's address, so a Blob is read as what it is.
const loadEnvelope = async (sound: Sound, signal: AbortSignal): Promise<Envelope> =>
  typeof sound === 'string' ? fetchEnvelope(sound, signal) : decodeEnvelope(await sound.arrayBuffer());

/** The envelope of a sound, decoded once a page; undefined until it is here or when it cannot be read. */
export const useEnvelope = (sound: Sound | undefined): Envelope | undefined => {
  const [loaded, setLoaded] = useState<{ sound: Sound; envelope: Envelope }>();
  useEffect(() => {
    if (sound === undefined || sound === '') return;
    const abort = new AbortController();
    // Without an envelope the player still plays; only the drawing stays flat.
    loadEnvelope(sound, abort.signal).then(
      (envelope) => !abort.signal.aborted && setLoaded({ sound, envelope }),
      () => undefined,
    );
    return () => abort.abort();
  }, [sound]);
  return loaded !== undefined && loaded.sound === sound ? loaded.envelope : undefined;
};

/** The address under which an `<audio>` finds a sound; a Blob's is given back when it is no longer shown. */
export const useSoundAddress = (sound: Sound): string => {
  const [address, setAddress] = useState(typeof sound === 'string' ? sound : '');
  useEffect(() => {
    if (typeof sound === 'string') return setAddress(sound);
    const made = URL.createObjectURL(sound);
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [sound]);
  return typeof sound === 'string' ? sound : address;
};
