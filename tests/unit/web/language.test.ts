import { i18n, type Messages } from '@lingui/core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Area, fittingLocale } from '../../../web/src/i18n/locales.ts';

const UKRAINIAN = import.meta.glob<{ messages: Messages }>('../../../web/src/i18n/locales/*/uk.po', { eager: true });
const inUkrainian = (area: Area): Messages | undefined =>
  UKRAINIAN[`../../../web/src/i18n/locales/${area}/uk.po`]?.messages;

/** The fonts of a browser; a test may hold one of them back. */
const loadLetters = vi.fn((_font: string, _letters: string): Promise<unknown> => Promise.resolve([]));

/** A page of its own: the module as a browser loads it, and the root element that it speaks for. */
const openPage = async (languages: string[], kept: Record<string, string> = {}) => {
  vi.resetModules();
  const root = { lang: 'en', dir: 'ltr' };
  vi.stubGlobal('document', { documentElement: root, fonts: { load: loadLetters } });
  vi.stubGlobal('navigator', { languages });
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept[key] ?? null,
    setItem: (key: string, value: string) => Object.assign(kept, { [key]: value }),
    removeItem: (key: string) => Reflect.deleteProperty(kept, key),
  });
  return { root, kept, ...(await import('../../../web/src/i18n/language.ts')) };
};
const before = { locale: i18n.locale, locales: i18n.locales };
beforeEach(() => vi.resetModules());
afterEach(() => {
  vi.unstubAllGlobals();
  i18n.activate(before.locale, before.locales);
});

describe('fittingLocale', () => {
  it.each([
    [['uk-UA', 'en-US'], 'uk'],
    [['de-DE', 'hi'], 'hi'],
    [['EN-gb'], 'en'],
    [['ukr'], 'en'],
    [['fr', 'it'], 'en'],
    [[], 'en'],
  ])('of %j it is %s', (tags, locale) => {
    expect(fittingLocale(tags)).toBe(locale);
  });
});

describe('the language of a page', () => {
  it('is the browser’s first that we speak', async () => {
    const page = await openPage(['fr-FR', 'uk-UA', 'en']);
    await page.startLanguage(['house']);
    expect(page.root).toEqual({ lang: 'uk', dir: 'ltr' });
  });

  it('is the one that was chosen before, whatever the browser speaks', async () => {
    const page = await openPage(['uk-UA'], { 'ozvena.locale': 'hi' });
    await page.startLanguage(['house']);
    expect(page.root.lang).toBe('hi');
  });

  it('is not something that only stands in the storage', async () => {
    const page = await openPage(['uk-UA'], { 'ozvena.locale': 'tlh' });
    await page.startLanguage(['house']);
    expect(page.root.lang).toBe('uk');
  });

  it('changes for every area that was opened, and is kept', async () => {
    const page = await openPage(['en']);
    const { i18n: spoken } = await import('@lingui/core');
    await page.startLanguage(['house', 'landing']);
    await page.setLocale('uk');
    expect(page.root.lang).toBe('uk');
    expect(page.kept['ozvena.locale']).toBe('uk');
    expect(spoken.messages).toEqual({ ...inUkrainian('house'), ...inUkrainian('landing') });
  });

  it('is the later of two choices, whichever arrives first', async () => {
    const page = await openPage(['en']);
    await page.startLanguage(['house']);
    const letters = Promise.withResolvers<unknown>();
    loadLetters.mockReturnValueOnce(letters.promise);
    const first = page.setLocale('uk');
    await page.setLocale('hi');
    letters.resolve([]);
    await first;
    expect(page.root.lang).toBe('hi');
    expect(page.kept['ozvena.locale']).toBe('hi');
  });

  it('stays as it was when a text cannot be loaded', async () => {
    const page = await openPage(['en']);
    await page.startLanguage(['house']);
    await expect(page.openAreas(['nowhere' as Area])).rejects.toThrow(/no catalog of nowhere/);
    await expect(page.setLocale('uk')).rejects.toThrow(/no catalog of nowhere/);
    expect(page.root.lang).toBe('en');
    expect(page.kept['ozvena.locale']).toBeUndefined();
  });

  it('reaches an area that is opened while it changes', async () => {
    const page = await openPage(['en']);
    const { i18n: spoken } = await import('@lingui/core');
    await page.startLanguage(['house']);
    const change = page.setLocale('uk');
    await page.openAreas(['landing']);
    await change;
    expect(spoken.messages).toEqual({ ...inUkrainian('house'), ...inUkrainian('landing') });
  });
});
