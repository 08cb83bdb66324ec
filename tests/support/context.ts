import { env } from 'cloudflare:workers';
import { type Context, createContext } from '../../worker/context.ts';
import { createOrm } from '../../worker/db/client.ts';

/** A clock that tests move by hand. It starts at the true time, since Durable Objects have only that. */
export type FakeClock = Context['clock'] & { advance(ms: number): void; slept: number[] };

/** Sleeping moves it at once: no test waits for a wall clock. */
export const fakeClock = (): FakeClock => {
  let offset = 0;
  const slept: number[] = [];
  return {
    slept,
    now: () => Date.now() + offset,
    sleep: async (ms) => {
      slept.push(ms);
      // A true clock tells whole milliseconds, whatever was slept.
      offset += Math.ceil(ms);
    },
    advance: (ms) => {
      offset += ms;
    },
  };
};

export type TestContext = Context & { clock: FakeClock; settled(): Promise<void> };

/** What a verb gets, over the real bindings, with a clock of its own. Members may be replaced. */
export const testContext = (overrides: Partial<Context> = {}): TestContext => {
  const deferred: Promise<unknown>[] = [];
  const base = createContext(env, (work) => void deferred.push(work));
  const clock = fakeClock();
  const quiet = { event: () => undefined, error: () => undefined };
  return {
    ...base,
    clock,
    log: quiet,
    ...overrides,
    ...(overrides.db ? { orm: createOrm(overrides.db) } : {}),
    settled: async () => {
      while (deferred.length > 0) await Promise.all(deferred.splice(0));
    },
  } as TestContext;
};
