import { type RefObject, useEffect, useRef } from 'react';
import { useTheme } from './theme.ts';

const FIRST_PX = 64;
const GAP_PX = 46;
/** How fast a sound crosses the page. Slow enough to be followed by eye. */
const TRAVEL_PX_PER_SECOND = 560;
/** Distance over which a return loses most of its strength. */
const FADE_PX = 520;

type EchoFieldProps = {
  /** What the rings leave from. */
  sourceRef: RefObject<HTMLElement | null>;
  /** Loudness some seconds ago, 0 to 1. A ring shows what left the source when the sound was that far. */
  levelAgo: RefObject<(seconds: number) => number>;
  playing: boolean;
  /** 0 to 1: how strongly the rings may colour, where there is text close by. */
  strength?: number;
  className?: string;
};

const paint = (
  canvas: HTMLCanvasElement,
  source: HTMLElement,
  levelAgo: (seconds: number) => number,
  strength: number,
): void => {
  const context = canvas.getContext('2d');
  const width = canvas.clientWidth;
  const height = canvas.clientHeight;
  if (!context || width === 0) return;
  const scale = Math.min(2, window.devicePixelRatio || 1);
  if (canvas.width !== Math.round(width * scale)) canvas.width = Math.round(width * scale);
  if (canvas.height !== Math.round(height * scale)) canvas.height = Math.round(height * scale);
  const frame = canvas.getBoundingClientRect();
  const from = source.getBoundingClientRect();
  const x = from.left - frame.left + from.width / 2;
  const y = from.top - frame.top + from.height / 2;
  const style = getComputedStyle(canvas);
  const line = style.getPropertyValue('--oz-line-strong');
  const sound = style.getPropertyValue('--oz-sound');
  const reach = Math.hypot(Math.max(x, width - x), Math.max(y, height - y));
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, width, height);
  const first = Math.max(FIRST_PX, from.width / 2 + 18);
  for (let radius = first; radius < reach; radius += GAP_PX) {
    const fade = Math.exp(-(radius - first) / FADE_PX);
    const level = levelAgo((radius - first) / TRAVEL_PX_PER_SECOND);
    context.beginPath();
    context.arc(x, y, radius, 0, Math.PI * 2);
    context.globalAlpha = 0.07 + 0.4 * fade;
    context.lineWidth = 0.5 + 1.1 * fade;
    context.strokeStyle = line;
    context.stroke();
    if (level < 0.02) continue;
    context.globalAlpha = Math.min(1, level * strength * (0.12 + 0.95 * fade));
    context.lineWidth = 0.8 + level * strength * (1 + 6.5 * fade);
    context.strokeStyle = sound;
    context.stroke();
  }
  context.globalAlpha = 1;
};

/**
 * The house's picture: rings around what sounds. At rest they are hairlines; while it plays each ring
 * shows the loudness that left the source as long ago as sound needs to reach it.
 */
export const EchoField = ({ sourceRef, levelAgo, playing, strength = 1, className }: EchoFieldProps) => {
  const ref = useRef<HTMLCanvasElement>(null);
  const theme = useTheme();

  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours are read from the theme when painting
  useEffect(() => {
    const canvas = ref.current;
    const source = sourceRef.current;
    if (!canvas || !source) return;
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const silent = () => 0;
    let frame = 0;
    let stoppedAt: number | undefined;
    const step = (now: number) => {
      paint(canvas, source, levelAgo.current, strength);
      if (!playing) stoppedAt ??= now;
      // After the last word the returns still travel outward for a while.
      if (playing || now - (stoppedAt ?? now) < 2_500) frame = requestAnimationFrame(step);
    };
    if (still) paint(canvas, source, silent, strength);
    else frame = requestAnimationFrame(step);
    const observer = new ResizeObserver(() => paint(canvas, source, still ? silent : levelAgo.current, strength));
    observer.observe(canvas);
    return () => {
      cancelAnimationFrame(frame);
      observer.disconnect();
    };
  }, [sourceRef, levelAgo, playing, strength, theme]);

  // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a canvas without a tabindex takes no focus
  return <canvas ref={ref} aria-hidden="true" className={className ?? 'absolute inset-0 size-full'} />;
};
