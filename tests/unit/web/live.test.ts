import { describe, expect, it } from 'vitest';
import { backoffMs } from '../../../web/src/live/backoff.ts';
import { parseEvent } from '../../../web/src/live/parse-event.ts';

describe('backoffMs', () => {
  it('doubles from half a second up to thirty', () => {
    const ceilings = [0, 1, 2, 5, 6, 7, 50].map((attempt) => backoffMs(attempt, 1));
    expect(ceilings).toEqual([500, 1_000, 2_000, 16_000, 30_000, 30_000, 30_000]);
  });

  it('leaves half to chance and never waits nothing', () => {
    expect(backoffMs(3, 0)).toBe(2_000);
    expect(backoffMs(3, 0.5)).toBe(3_000);
    expect(backoffMs(0, 0)).toBe(250);
    expect(backoffMs(-4, 0)).toBe(250);
  });
});

describe('parseEvent', () => {
  it('reads an event it knows', () => {
    const event = { type: 'history_evicted', at: 1, jobIds: ['a'], reason: 'retention' };
    expect(parseEvent(JSON.stringify(event))).toEqual(event);
  });

  it.each([['pong'], ['{'], ['null'], ['[]'], ['7'], ['{"type":7}'], ['{"type":"of_a_newer_server"}']])(
    'lets %s pass unheard',
    (frame) => {
      expect(parseEvent(frame)).toBeUndefined();
    },
  );

  it('takes text frames only', () => {
    expect(parseEvent(new ArrayBuffer(4))).toBeUndefined();
  });
});
