import { useEffect, useState } from 'react';
import { decodeEnvelope } from './decode.ts';
import type { Envelope } from './envelope.ts';

const KEPT_MAX = 24;
const kept = new Map<string, Envelope>();

const loadEnvelope = async (src: string, signal: AbortSignal): Promise<Envelope> => {
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

/** The envelope of a same-origin file, decoded once a page; undefined until it is here or when it cannot be read. */
export const useEnvelope = (src: string | undefined): Envelope | undefined => {
  const [loaded, setLoaded] = useState<{ src: string; envelope: Envelope }>();
  useEffect(() => {
    if (src === undefined || src === '') return;
    const abort = new AbortController();
    // Without an envelope the player still plays; only the drawing stays flat.
    loadEnvelope(src, abort.signal).then(
      (envelope) => setLoaded({ src, envelope }),
      () => undefined,
    );
    return () => abort.abort();
  }, [src]);
  return loaded !== undefined && loaded.src === src ? loaded.envelope : undefined;
};
