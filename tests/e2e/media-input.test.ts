import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { encodePng } from '../support/images.ts';
import { firstFilm } from '../support/small-films.ts';
import { encodeWav } from '../support/wav.ts';
import { openPage, PATIENCE, settle } from './app.ts';
import { findBarriers } from './barriers.ts';
import { launchBrowser } from './browser.ts';
import { newPerson } from './people.ts';
import { expectToPlay } from './sound.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const RATE_HZ = 24_000;
const picture = (name: string, widthPx = 640) => ({
  name,
  mimeType: 'image/png',
  buffer: Buffer.from(encodePng({ widthPx, heightPx: 480 })),
});
const sound = (name: string, seconds: number) => ({
  name,
  mimeType: 'audio/wav',
  buffer: Buffer.from(encodeWav({ samples: seconds * RATE_HZ })),
});
type Sent = ReturnType<typeof picture>;

const openEditor = async (): Promise<{ page: Page; image: Locator; audio: Locator }> => {
  const { context } = await newPerson(browser);
  const page = await openPage(context, '/studio/credits');
  // Who this is has been seen by now: a page that learns it later draws itself anew.
  await page.goto('/studio/portraits');
  await settle(page);
  const [image, audio] = ['Picture', 'Sound'].map((name) => page.getByRole('group', { name, exact: true }));
  if (!image || !audio) throw new Error('there is no place for files');
  return { page, image, audio };
};
const choose = (box: Locator, file: Sent): Promise<void> => box.locator('input[type=file]').setInputFiles(file);

/** What a drop or a paste brings, made in the page: a browser gives it to nobody else. */
const bring = (page: Page, how: 'drop' | 'paste', { name, mimeType, buffer }: Sent): Promise<void> =>
  page.evaluate(
    ({ how, name, type, base64 }) => {
      const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([bytes], name, { type }));
      const event =
        how === 'paste'
          ? new ClipboardEvent('paste', { clipboardData: dataTransfer, bubbles: true, cancelable: true })
          : new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true });
      document.body.dispatchEvent(event);
    },
    { how, name, type: mimeType, base64: buffer.toString('base64') },
  );

test('files are chosen, pasted and dropped, each to the place of its kind, and taken away again', async () => {
  const { page, image, audio } = await openEditor();
  await choose(image, picture('chosen.png'));
  await image.getByText('chosen.png').waitFor();
  await image.getByText(/640 × 480/).waitFor();
  await bring(page, 'paste', picture('pasted.png', 800));
  await image.getByText(/800 × 480/).waitFor();
  await bring(page, 'drop', sound('dropped.wav', 12));
  await audio.getByText('dropped.wav').waitFor();
  await image.getByText('pasted.png').waitFor();
  expect(await findBarriers(page)).toEqual([]);
  await image.getByRole('button', { name: 'Remove' }).click();
  await image.getByRole('button', { name: 'Choose a file' }).waitFor();
  await audio.getByText('dropped.wav').waitFor();
});

test('what does not do is refused in words, and another takes its place', async () => {
  const { image } = await openEditor();
  await choose(image, picture('narrow.png', 299));
  await image.getByRole('alert').filter({ hasText: 'It needs 300 × 300 pixels at least.' }).waitFor();
  await choose(image, { name: 'page.png', mimeType: 'image/png', buffer: Buffer.from('<svg onload="alert(1)">') });
  await image.getByRole('alert').filter({ hasText: /type/ }).waitFor();
  await choose(image, picture('wide.png'));
  await image.getByText('wide.png').waitFor();
  expect(await image.getByRole('alert').count()).toBe(0);
});

test('a photograph that is vast, or of a type that is not taken, is sent as the browser draws it', async () => {
  const { page, image } = await openEditor();
  await choose(image, {
    ...picture('vast.png', 8_000),
    buffer: Buffer.from(encodePng({ widthPx: 8_000, heightPx: 2_000 })),
  });
  await image.getByText('vast.jpg').waitFor();
  // 16 million pixels have become eight.
  await image.getByText(/5,656 × 1,414/).waitFor();
  const gif = 'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';
  await bring(page, 'paste', { name: 'small.gif', mimeType: 'image/gif', buffer: Buffer.from(gif, 'base64') });
  await image.getByRole('alert').filter({ hasText: 'It needs 300 × 300 pixels at least.' }).waitFor();
});

test('of a film its sound is taken', async () => {
  const { page, audio } = await openEditor();
  await choose(audio, { name: 'clip.mp4', mimeType: 'video/mp4', buffer: Buffer.from(firstFilm()) });
  await audio.getByText('clip.wav').waitFor();
  await audio.getByText(/^0:01, 4\d kB$/).waitFor();
  expect(await page.getByRole('alert').count()).toBe(0);
});

test('a file that broke off goes on, and nothing is announced twice', async () => {
  const { page, image } = await openEditor();
  const announced: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/api/uploads')) announced.push(request.url());
  });
  let isCut = true;
  await page.route('**/api/uploads/*/parts/**', (route) =>
    isCut ? route.abort('connectionfailed') : route.continue(),
  );
  // Its own tries wait for half a minute at last; the clock goes ahead for them.
  await page.clock.install();
  await choose(image, picture('slow.png'));
  await expect
    .poll(async () => {
      await page.clock.runFor(35_000);
      return image.getByRole('button', { name: 'Go on sending' }).count();
    }, PATIENCE)
    .toBe(1);
  isCut = false;
  await image.getByRole('button', { name: 'Go on sending' }).click();
  await image.getByText(/640 × 480/).waitFor();
  expect(announced).toHaveLength(1);
});

test('what was sent before is picked again by keyboard, and heard before it is picked', async () => {
  const { page, image, audio } = await openEditor();
  await choose(image, picture('first.png'));
  await image.getByText(/640 × 480/).waitFor();
  await choose(image, picture('second.png', 900));
  await image.getByText(/900 × 480/).waitFor();
  await image.getByRole('button', { name: 'Used before' }).click();
  const pictures = page.getByRole('dialog', { name: 'Pick an image' });
  await pictures.getByRole('button', { name: 'second.png' }).focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await pictures.waitFor({ state: 'hidden' });
  await image.getByText('first.png').waitFor();

  await choose(audio, sound('mine.wav', 3));
  await audio.getByText(/0:03, /).waitFor();
  await audio.getByRole('button', { name: 'Used before' }).click();
  const sounds = page.getByRole('dialog', { name: 'Pick a sound' });
  await sounds.getByRole('button', { name: 'Play mine.wav' }).click();
  await expectToPlay(page);
  expect(await findBarriers(page)).toEqual([]);
  await sounds.getByRole('tab', { name: 'Made here' }).click();
  await sounds.getByText('No sounds yet').waitFor();
  await page.keyboard.press('Escape');
  await sounds.waitFor({ state: 'hidden' });
});

test('the part of a long sound that is used is moved by pointer and keys, and played alone', async () => {
  const { page, audio } = await openEditor();
  await choose(audio, sound('long.wav', 20));
  const slider = page.getByRole('slider', { name: 'Where the part begins' });
  await slider.waitFor();
  expect(await slider.getAttribute('aria-valuetext')).toBe('0:00.0 to 0:05.0 of 0:20.0');
  const box = await slider.boundingBox();
  if (!box) throw new Error('the slider is nowhere');
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  expect(Number(await slider.inputValue())).toBeGreaterThan(6_000);
  await slider.press('Home');
  await slider.press('ArrowRight');
  await slider.press('PageUp');
  expect(await slider.getAttribute('aria-valuetext')).toBe('0:01.1 to 0:06.1 of 0:20.0');
  await slider.press('End');
  expect(await slider.getAttribute('aria-valuetext')).toBe('0:15.0 to 0:20.0 of 0:20.0');
  await page.getByRole('button', { name: 'Play the part that is used' }).click();
  await expectToPlay(page);
});
