import { useEffect, useRef } from 'react';
import { barsOf, type Envelope } from '../audio/envelope.ts';
import { useTheme } from './theme.ts';

const BAR_PX = 2;
const PITCH_PX = 4;
const REST_PX = 2;
const WHOLE = [0, 1] as const;

type WaveformProps = {
  envelope: Envelope | undefined;
  /** The whole length: known, or guessed while sound is still arriving. */
  totalSeconds: number;
  /** 0 to 1, what has been heard. */
  played: number;
  /** 0 to 1: the part that is meant, where that is not all of it. The rest is faint, and is not heard. */
  part?: readonly [from: number, to: number];
  className?: string;
};

const draw = (
  canvas: HTMLCanvasElement,
  envelope: Envelope | undefined,
  totalSeconds: number,
  played: number,
  [from, to]: readonly [number, number],
): void => {
  const width = canvas.clientWidth;
  const height = canvas.clientHeight;
  const context = canvas.getContext('2d');
  if (!context || width === 0) return;
  const scale = window.devicePixelRatio || 1;
  if (canvas.width !== Math.round(width * scale)) canvas.width = Math.round(width * scale);
  if (canvas.height !== Math.round(height * scale)) canvas.height = Math.round(height * scale);
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, width, height);
  const style = getComputedStyle(canvas);
  const heard = style.getPropertyValue('--oz-sound');
  const ahead = style.getPropertyValue('--oz-line-strong');
  const rest = style.getPropertyValue('--oz-line');
  const count = Math.floor((width + PITCH_PX - BAR_PX) / PITCH_PX);
  const bars = barsOf(envelope ?? new Float32Array(0), count, totalSeconds);
  const edge = played * width;
  const colourAt = (x: number): string => {
    if (x + BAR_PX < from * width || x > to * width) return rest;
    return x < edge ? heard : ahead;
  };
  for (let index = 0; index < count; index += 1) {
    const level = bars[index] ?? Number.NaN;
    const x = index * PITCH_PX;
    const tall = Number.isNaN(level) ? REST_PX : Math.max(REST_PX, level ** 0.8 * height);
    context.fillStyle = Number.isNaN(level) ? rest : colourAt(x);
    context.beginPath();
    context.roundRect(x, (height - tall) / 2, BAR_PX, tall, BAR_PX / 2);
    context.fill();
  }
};

/** Loudness drawn as bars; what has been heard is in the colour of sound. A drawing only: the player names it. */
export const Waveform = ({ envelope, totalSeconds, played, part, className }: WaveformProps) => {
  const ref = useRef<HTMLCanvasElement>(null);
  const theme = useTheme();
  const [from, to] = part ?? WHOLE;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours are read from the theme when drawing
  useEffect(() => {
    const canvas = ref.current;
    if (!canvas) return;
    const redraw = () => draw(canvas, envelope, totalSeconds, played, [from, to]);
    redraw();
    const observer = new ResizeObserver(redraw);
    observer.observe(canvas);
    return () => observer.disconnect();
  }, [envelope, totalSeconds, played, from, to, theme]);

  // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a canvas without a tabindex takes no focus
  return <canvas ref={ref} aria-hidden="true" className={className ?? 'block h-12 w-full'} />;
};
