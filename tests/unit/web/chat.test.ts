import { i18n } from '@lingui/core';
import { I18nProvider } from '@lingui/react';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { readEvents } from '../../../web/src/api/read-events.ts';
import type { ChatMessage } from '../../../web/src/api/wire.ts';
import { paint } from '../../../web/src/features/chat/highlight.ts';
import { Markdown } from '../../../web/src/features/chat/markdown.tsx';
import { type LiveTurn, shownMessages } from '../../../web/src/features/chat/shown-messages.ts';

const render = (text: string): string =>
  renderToStaticMarkup(createElement(I18nProvider, { i18n }, createElement(Markdown, { text })));

/** All that Markdown may become. */
const TAGS = [
  'div',
  'p',
  'a',
  'code',
  'pre',
  'section',
  'span',
  'button',
  'table',
  'thead',
  'tbody',
  'tr',
  'th',
  'td',
  'path',
  'rect',
];

describe('F68: Markdown', () => {
  it.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    'a <b onclick="alert(1)">bold</b> word',
    '<svg/onload=alert(1)>',
    '<iframe src="javascript:alert(1)"></iframe>',
    '[click](javascript:alert(1))',
    '[click](JaVaScRiPt:alert(1))',
    '[click](  javascript:alert(1))',
    '[click](java\nscript:alert(1))',
    '[click](data:text/html;base64,PHNjcmlwdD4=)',
    '[click](vbscript:msgbox(1))',
    '<javascript:alert(1)>',
    '[ref]\n\n[ref]: javascript:alert(1)',
    '![x](javascript:alert(1))',
    '![x](https://tracker.example/pixel.png)',
    '`<img src=x onerror=alert(1)>`',
    '```html\n<img src=x onerror=alert(1)>\n```',
    '```"><img src=x onerror=alert(1)>\ncode\n```',
    '| <img src=x onerror=alert(1)> | b |\n|---|---|\n| [a](javascript:alert(1)) | 2 |',
    '[a](https://example.com/" onmouseover="alert(1))',
    '&lt;script&gt;alert(1)&lt;/script&gt;',
    '[x](&#106;avascript:alert(1))',
  ])('is inert: %s', (text) => {
    const html = render(text);
    const tags = [...html.matchAll(/<([a-z][a-z0-9]*)([^>]*)>/gi)];
    for (const [, tag = '', attributes = ''] of tags) {
      // The only drawing is the sign on the button that copies.
      if (!attributes.includes('lucide')) expect(TAGS).toContain(tag);
      expect(attributes.replaceAll(/"[^"]*"/g, '""')).not.toMatch(/\son\w+=/i);
      const href = /href="([^"]*)"/.exec(attributes)?.[1];
      if (href !== undefined) expect(href).toMatch(/^(?:https?|mailto):/);
    }
  });

  it('leads out of the house in a tab of its own, which learns nothing of this one', () => {
    expect(render('[a page](https://example.com)')).toMatch(
      /<a href="https:\/\/example\.com" target="_blank" rel="noopener noreferrer nofollow"/,
    );
  });

  it('becomes what a page has for it', () => {
    const html = render('# One\n\n- **two**\n- *three*\n\n| a |\n|---|\n| b |\n\n```ts\nlet x;\n```\n\n3. third');
    for (const tag of ['<h3', '<ul', '<strong', '<em', '<table', '<th scope="col"', '<pre', '<ol start="3"']) {
      expect(html).toContain(tag);
    }
  });
});

it('code is cut into pieces of known classes, and an unknown language is left alone', () => {
  expect(JSON.stringify(paint('const a = "<b>";', 'ts'))).toContain('hljs-keyword');
  expect(JSON.stringify(paint('SELECT 1', 'sql'))).toContain('hljs-keyword');
  expect(paint('x', 'klingon')).toBeUndefined();
});

const bodyOf = (chunks: string[]) =>
  new ReadableStream<Uint8Array>({
    start: (controller) => {
      for (const chunk of chunks) controller.enqueue(new TextEncoder().encode(chunk));
      controller.close();
    },
  });

it('events are read however they are cut, and comments are passed over', async () => {
  const whole =
    ': hello\n\nevent: start\ndata: {"a":1}\n\n: still here\n\nevent: delta\ndata: {"text":"х\\n"}\n\nevent: end\ndata: {}';
  const events = [];
  for await (const event of readEvents(bodyOf([...whole]))) events.push(event);
  expect(events).toEqual([
    { name: 'start', data: '{"a":1}' },
    { name: 'delta', data: '{"text":"х\\n"}' },
  ]);
});

const kept = (
  messageId: string,
  role: ChatMessage['role'],
  finishReason: ChatMessage['finishReason'] = null,
): ChatMessage => ({
  messageId,
  role,
  text: messageId,
  jobId: 'job',
  model: null,
  finishReason,
  usage: null,
  demo: false,
  createdAt: 1,
});
const CONVERSATION = [
  kept('q1', 'user'),
  kept('a1', 'assistant', 'stop'),
  kept('q2', 'user'),
  kept('a2', 'assistant', 'stop'),
];
const live = (change: Partial<LiveTurn> = {}): LiveTurn => ({
  clientJobId: 'c',
  conversationId: 'x',
  question: 'Why?',
  replaces: undefined,
  text: 'Beca',
  ids: undefined,
  isStopping: false,
  ...change,
});
const textsOf = (turn: LiveTurn | undefined, messages = CONVERSATION) =>
  shownMessages(messages, turn).map(({ text }) => text);

describe('the messages shown', () => {
  it('are those kept, and the turn on its way after them', () => {
    expect(textsOf(undefined)).toEqual(['q1', 'a1', 'q2', 'a2']);
    expect(textsOf(live())).toEqual(['q1', 'a1', 'q2', 'a2', 'Why?', 'Beca']);
  });

  it.each([
    ['a question', 'q2'],
    ['its answer', 'a2'],
  ])('give way to a turn that replaces %s', (_, replaces) => {
    expect(textsOf(live({ replaces }))).toEqual(['q1', 'a1', 'Why?', 'Beca']);
  });

  it('are not shown twice when the server has kept them meanwhile, and keep their keys', () => {
    const ids = { jobId: 'j', questionId: 'q3', messageId: 'a3' };
    const now = [...CONVERSATION, kept('q3', 'user'), kept('a3', 'assistant')];
    expect(textsOf(live({ ids }), now)).toEqual(['q1', 'a1', 'q2', 'a2', 'Why?', 'Beca']);
    const before = shownMessages(now, live({ ids })).map(({ key }) => key);
    expect(shownMessages(now, undefined).map(({ key }) => key)).toEqual(before);
  });

  it('grow where the answer has no end yet', () => {
    const now = [kept('q1', 'user'), kept('a1', 'assistant')];
    expect(shownMessages(now, undefined).map(({ isGrowing }) => isGrowing)).toEqual([false, true]);
  });
});
