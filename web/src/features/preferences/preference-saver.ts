import { isTransient } from '../../api/api-error.ts';
import type { Preferences } from '../../api/wire.ts';

/** A slider is moved many times before it rests; then it is saved once. */
const REST_MS = 800;
/** A server that was not reached is asked again after so long. */
const RETRY_MS = 10_000;

type SaverParts = {
  send: (change: Preferences) => Promise<Preferences>;
  onSaved: (all: Preferences) => void;
  later: (work: () => void, ms: number) => () => void;
};

/** Collects changes and saves them together, one request at a time. A refusal costs the change and nothing else. */
export const createPreferenceSaver = ({ send, onSaved, later }: SaverParts) => {
  let waiting: Preferences = {};
  let sending = false;
  let cancel = () => {};

  const plan = (ms: number): void => {
    cancel();
    cancel = later(() => void flush(), ms);
  };

  const flush = async (): Promise<void> => {
    cancel();
    if (sending || Object.keys(waiting).length === 0) return;
    const change = waiting;
    waiting = {};
    sending = true;
    let retryMs = REST_MS;
    try {
      onSaved(await send(change));
    } catch (error) {
      if (isTransient(error)) {
        waiting = { ...change, ...waiting };
        retryMs = RETRY_MS;
      }
    }
    sending = false;
    if (Object.keys(waiting).length > 0) plan(retryMs);
  };

  return {
    add: (change: Preferences): void => {
      waiting = { ...waiting, ...change };
      plan(REST_MS);
    },
    /** Saves what waits, without waiting longer: the page is about to be left. */
    flush,
  };
};
