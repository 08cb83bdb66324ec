import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';
import { settle, standStill, watchTrouble } from './app.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

type Violation = { id: string; impact: string | null | undefined; nodes: { html: string; failureSummary?: string }[] };

/**
 * What axe finds on a page that keeps somebody out. It is evaluated from outside, so the content policy stays as it is.
 * What is still fading in has not the contrast that it is going to have, so it is waited for.
 */
export const findBarriers = async (page: Page): Promise<string[]> => {
  await standStill(page);
  await page.evaluate(AXE);
  const violations = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run: () => Promise<{ violations: Violation[] }> } };
    return (await axe.run()).violations;
  });
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 200)} ${node.failureSummary ?? ''}`));
};

/** By how many pixels a page sticks out to the side. */
export const overflowOf = (page: Page): Promise<number> =>
  page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - window.innerWidth));

const WIDTHS = [390, 768, 1_440];

/** The widths at which something sticks out to the side, with how far. The page is loaded once for all of them. */
export const findOverflows = async (page: Page): Promise<[number, number][]> => {
  const overflows: [number, number][] = [];
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    await standStill(page);
    overflows.push([width, await overflowOf(page)]);
  }
  return overflows.filter(([, pixels]) => pixels !== 0);
};

export const THEMES = ['light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/**
 * Looks at a page whether everybody can use it: axe finds no barrier, the browser complains of nothing, and at no width
 * does anything stick out. The window may have shown other pages before; what they share is loaded once.
 */
export const expectOpenToAll = async (window: BrowserContext, path: string, theme: Theme): Promise<void> => {
  const page = await window.newPage();
  const trouble = watchTrouble(page);
  await page.goto(path);
  await settle(page);
  expect(await page.locator('html').getAttribute('data-theme')).toBe(theme);
  expect(await findBarriers(page)).toEqual([]);
  expect(await findOverflows(page)).toEqual([]);
  expect(trouble.errors).toEqual([]);
  await page.close();
};
