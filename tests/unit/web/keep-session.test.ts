import { describe, expect, it } from 'vitest';
import { ApiError, offlineError } from '../../../web/src/api/api-error.ts';
import { createSessionKeeper } from '../../../web/src/api/keep-session.ts';
import { createLease, type OneTab } from '../../../web/src/api/one-tab.ts';
import { createRecord, type Store } from '../../../web/src/api/session-record.ts';

const MINUTE_MS = 60_000;
const unauthenticated = () => new ApiError({ code: 'unauthenticated', status: 401, detail: 'Sign in first.' });
const forbidden = () => new ApiError({ code: 'forbidden', status: 403, detail: 'Not for you.' });
const blocked = () => new ApiError({ code: 'account_blocked', status: 403, detail: 'Suspended.' });

/** A store that all tabs of one browser share. */
const aStore = (): Store => {
  const kept = new Map<string, string>();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  };
};

/** A lock that works as the browser's: first come, first served. */
const aLock = (): OneTab => {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work, work);
    last = mine.catch(() => undefined);
    return mine;
  };
};

/** A server with one session, whose access runs out when a test says so, and the tabs of one browser. */
const aBrowser = (store: Store = aStore()) => {
  const world = {
    now: 1_000_000,
    /** Whether requests are let through; if not, how they are refused. */
    isFresh: false,
    refusal: unauthenticated(),
    /** What the next renewals do. */
    renewal: (): void => {
      world.isFresh = true;
    },
    renewals: 0,
    requests: [] as string[],
    lost: 0,
    blocked: 0,
  };
  const inOneTab = aLock();
  const record = createRecord(() => store);
  record.write({ userId: 'user_1', renewedAt: world.now });
  const newTab = () =>
    createSessionKeeper({
      fetch: async (input) => {
        world.requests.push(String(input));
        const answer = world.isFresh;
        await Promise.resolve();
        world.now += 1;
        if (!answer) throw world.refusal;
        return new Response('{}');
      },
      renew: async () => {
        world.renewals += 1;
        await Promise.resolve();
        world.now += 1;
        world.renewal();
      },
      inOneTab,
      record,
      now: () => world.now,
      onLost: () => {
        world.lost += 1;
      },
      onBlocked: () => {
        world.blocked += 1;
      },
    });
  return { world, record, newTab };
};

describe('a request behind a session', () => {
  it('renews once and repeats once when it is refused', async () => {
    const { world, newTab } = aBrowser();
    expect((await newTab().fetch('/a')).status).toBe(200);
    expect(world.renewals).toBe(1);
    expect(world.requests).toEqual(['/a', '/a']);
  });

  it('shares one renewal with every other request that is refused', async () => {
    const { world, newTab } = aBrowser();
    const tab = newTab();
    await Promise.all(['/a', '/b', '/c', '/d'].map((path) => tab.fetch(path)));
    expect(world.renewals).toBe(1);
    expect(world.requests).toHaveLength(8);
  });

  it('shares it with the other tabs, whose turn comes later', async () => {
    const { world, newTab } = aBrowser();
    await Promise.all([newTab(), newTab(), newTab()].map((tab) => tab.fetch('/a')));
    expect(world.renewals).toBe(1);
  });

  it('is not repeated a second time, so a server that always refuses ends no one in a circle', async () => {
    const { world, newTab } = aBrowser();
    world.renewal = () => undefined;
    await expect(newTab().fetch('/a')).rejects.toMatchObject({ status: 401 });
    expect(world.requests).toEqual(['/a', '/a']);
    expect(world.renewals).toBe(1);
  });

  it('lets every other refusal through untouched', async () => {
    const { world, newTab } = aBrowser();
    world.refusal = forbidden();
    await expect(newTab().fetch('/a')).rejects.toBe(world.refusal);
    expect(world).toMatchObject({ renewals: 0, lost: 0, blocked: 0 });
  });

  it('tells that the account is suspended, and renews nothing', async () => {
    const { world, record, newTab } = aBrowser();
    world.refusal = blocked();
    await expect(newTab().fetch('/a')).rejects.toBe(world.refusal);
    expect(world).toMatchObject({ renewals: 0, lost: 0, blocked: 1 });
    expect(record.read()).toBeDefined();
  });

  it('is not followed by a renewal where nobody has signed in', async () => {
    const { world, record, newTab } = aBrowser();
    record.write(undefined);
    await expect(newTab().fetch('/a')).rejects.toMatchObject({ status: 401 });
    expect(world).toMatchObject({ renewals: 0, requests: ['/a'] });
  });

  it('is followed by one where nobody can know whether somebody has', async () => {
    const off = () => {
      throw new Error('storage is switched off');
    };
    const { world, record, newTab } = aBrowser({ getItem: off, setItem: off, removeItem: off });
    record.write(undefined);
    expect((await newTab().fetch('/a')).status).toBe(200);
    expect(world.renewals).toBe(1);
  });

  it('is not sent again when nobody waits for it any more', async () => {
    const { world, newTab } = aBrowser();
    const aborted = AbortSignal.abort();
    await expect(newTab().fetch('/a', { signal: aborted })).rejects.toBe(aborted.reason);
    expect(world.requests).toEqual(['/a']);
  });
});

describe('a renewal that fails', () => {
  it('signs out, once for all requests', async () => {
    const { world, record, newTab } = aBrowser();
    world.renewal = () => {
      throw unauthenticated();
    };
    const tab = newTab();
    const outcomes = await Promise.allSettled(['/a', '/b', '/c'].map((path) => tab.fetch(path)));
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(world).toMatchObject({ renewals: 1, lost: 1, requests: ['/a', '/b', '/c'] });
    expect(record.read()).toBeUndefined();
  });

  it('because the account is suspended says that, and keeps what is remembered', async () => {
    const { world, record, newTab } = aBrowser();
    world.renewal = () => {
      throw blocked();
    };
    const tab = newTab();
    await expect(tab.fetch('/a')).rejects.toMatchObject({ code: 'account_blocked' });
    expect(world).toMatchObject({ renewals: 1, lost: 0, blocked: 1 });
    expect(record.read()).toBeDefined();
    expect(await tab.mayReturn(world.now)).toBe(false);
  });

  it('keeps the session when the server was only out of reach, and tries again with the next request', async () => {
    const { world, record, newTab } = aBrowser();
    const tab = newTab();
    const works = world.renewal;
    world.renewal = () => {
      throw offlineError();
    };
    await expect(tab.fetch('/a')).rejects.toMatchObject({ code: 'offline' });
    expect(world.lost).toBe(0);
    expect(record.read()?.userId).toBe('user_1');
    world.renewal = works;
    expect((await tab.fetch('/a')).status).toBe(200);
  });
});

describe('access that is about to end', () => {
  it('is renewed before the request, since a guest would be answered too', async () => {
    const { world, newTab } = aBrowser();
    world.isFresh = true;
    const tab = newTab();
    await tab.fetch('/young');
    expect(world.renewals).toBe(0);
    world.now += 14 * MINUTE_MS;
    await Promise.all([tab.fetch('/a'), tab.fetch('/b')]);
    expect(world.renewals).toBe(1);
    expect(world.requests).toEqual(['/young', '/a', '/b']);
  });

  it('is renewed by the clock, also when nobody knows how old it is', async () => {
    const { world, record, newTab } = aBrowser();
    const tab = newTab();
    await tab.keepFresh();
    expect(world.renewals).toBe(0);
    record.write({ userId: 'user_1', renewedAt: 0 });
    await tab.keepFresh();
    expect(world.renewals).toBe(1);
    expect(record.read()).toEqual({ userId: 'user_1', renewedAt: world.now });
  });

  it('is nobody’s business without a session', async () => {
    const { world, record, newTab } = aBrowser();
    record.write(undefined);
    await newTab().keepFresh();
    expect(world.renewals).toBe(0);
  });
});

describe('the record', () => {
  it('reads what is no record as none', () => {
    const store = aStore();
    const record = createRecord(() => store);
    for (const text of ['{', 'null', '[]', '7', '{"userId":7}', '{"userId":"a"}']) {
      store.setItem('ozvena.session', text);
      expect(record.read()).toBeUndefined();
    }
  });

  it('lasts for the page where there is no storage', () => {
    const record = createRecord(() => {
      throw new Error('switched off');
    });
    record.write({ userId: 'a', renewedAt: 5 });
    expect(record.read()).toEqual({ userId: 'a', renewedAt: 5 });
    record.write(undefined);
    expect(record.read()).toBeUndefined();
  });
});

describe('a lease, where the browser has no locks', () => {
  const leases = (store: Store) => {
    const clock = { now: 0 };
    const wait = async (ms: number) => {
      await Promise.resolve();
      clock.now += ms;
    };
    const leaseOf = (id: string) => createLease({ store: () => store, id, now: () => clock.now, wait });
    return { clock, leaseOf };
  };

  it('lets one tab work at a time', async () => {
    const { leaseOf } = leases(aStore());
    let working = 0;
    let most = 0;
    const work = async () => {
      working += 1;
      most = Math.max(most, working);
      for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
      working -= 1;
    };
    await Promise.all(['a', 'b', 'c'].map((id) => leaseOf(id)(work)));
    expect(most).toBe(1);
  });

  it('does not wait for a tab that was closed', async () => {
    const store = aStore();
    const { leaseOf } = leases(store);
    store.setItem('ozvena.session.renewal', 'closed 12000');
    expect(await leaseOf('a')(() => Promise.resolve('done'))).toBe('done');
    expect(store.getItem('ozvena.session.renewal')).toBeNull();
  });

  it('works alone where there is no storage', async () => {
    const lease = createLease({
      id: 'a',
      store: () => {
        throw new Error('switched off');
      },
    });
    expect(await lease(() => Promise.resolve('done'))).toBe('done');
  });
});
