import { describe, expect, it } from 'vitest';
import { barsOf, ENVELOPE_HZ, envelopeOf, levelAt } from '../../../web/src/audio/envelope.ts';

const RATE = 8_000;
const second = (level: number): Float32Array => new Float32Array(RATE).fill(level);
const joined = (...parts: Float32Array[]): Float32Array => Float32Array.from(parts.flatMap((part) => [...part]));

describe('envelopeOf', () => {
  it('has fifty values a second, also for a last slice that is not full', () => {
    expect(envelopeOf(new Float32Array(RATE * 2 + 10).fill(0.5), RATE)).toHaveLength(2 * ENVELOPE_HZ + 1);
  });

  it('scales the loudest slice to 1 and keeps the proportion of the rest', () => {
    const envelope = envelopeOf(joined(second(0.2), second(0.4)), RATE);
    expect(envelope[0]).toBeCloseTo(0.5);
    expect(envelope[ENVELOPE_HZ + 5]).toBeCloseTo(1);
  });

  it('reads a negative swing as loud as a positive one', () => {
    expect(envelopeOf(joined(second(-0.4), second(0.4)), RATE)[3]).toBeCloseTo(1);
  });

  it('leaves near-silence silent instead of blowing up its noise', () => {
    expect(Math.max(...envelopeOf(second(0.004), RATE))).toBe(0);
  });

  it('keeps a slice that does not divide the rate evenly', () => {
    expect(envelopeOf(new Float32Array(11_025).fill(0.3), 11_025)).toHaveLength(ENVELOPE_HZ);
  });

  it('is empty for no samples', () => {
    expect(envelopeOf(new Float32Array(0), RATE)).toHaveLength(0);
  });
});

describe('barsOf', () => {
  const envelope = Float32Array.from([0.1, 0.9, 0.2, 0.3]);

  it('takes the mean of what falls into a bar, and makes the tallest bar 1', () => {
    const bars = barsOf(Float32Array.from([0, 0, 0.2, 0.2, 0.1, 0.7]), 3, 6 / ENVELOPE_HZ);
    expect([...bars].map((bar) => Math.round(bar * 100))).toEqual([0, 50, 100]);
  });

  it('takes most of what all bars have in common away, so that the rest shows', () => {
    const bars = barsOf(Float32Array.from([0.8, 1]), 2, 2 / ENVELOPE_HZ);
    expect(bars[0]).toBeCloseTo((0.8 - 0.56) / (1 - 0.56));
    expect(bars[1]).toBeCloseTo(1);
  });

  it('leaves silence at the floor', () => {
    expect([...barsOf(new Float32Array(4), 2, 4 / ENVELOPE_HZ)]).toEqual([0, 0]);
  });

  it('marks what has not arrived yet, and does not stretch what has', () => {
    const bars = barsOf(Float32Array.from([0, 1, 0.5, 0.5]), 8, 8 / ENVELOPE_HZ);
    expect([...bars.slice(0, 4)]).toEqual([0, 1, 0.5, 0.5]);
    expect([...bars.slice(4)].every(Number.isNaN)).toBe(true);
  });

  it('fills more bars than there are values without a gap', () => {
    expect([...barsOf(envelope, 12, 4 / ENVELOPE_HZ)].some(Number.isNaN)).toBe(false);
  });

  it('draws nothing into no width, and only "not yet" without sound', () => {
    expect(barsOf(envelope, 0, 1)).toHaveLength(0);
    expect(barsOf(envelope, -3, 1)).toHaveLength(0);
    expect([...barsOf(new Float32Array(0), 3, 1)].every(Number.isNaN)).toBe(true);
  });
});

describe('levelAt', () => {
  it('is the loudness then, and silence before, after and without a sound', () => {
    const envelope = Float32Array.from([0.25, 0.75]);
    expect(levelAt(envelope, 1.2 / ENVELOPE_HZ)).toBeCloseTo(0.75);
    expect(levelAt(envelope, -0.01)).toBe(0);
    expect(levelAt(envelope, 9)).toBe(0);
    expect(levelAt(undefined, 0)).toBe(0);
  });
});
