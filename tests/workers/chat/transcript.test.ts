import { strFromU8, unzipSync } from 'fflate';
import { SaxesParser } from 'saxes';
import { expect, test } from 'vitest';
import { toMarkdown, toTranscript } from '../../../worker/services/chat/transcript.ts';
import { toDocx } from '../../../worker/services/chat/transcript-docx.ts';
import { api, bytesOf } from '../../support/api.ts';
import { say } from '../../support/chat.ts';
import { createUser } from '../../support/users.ts';

const ANSWER = `# Echoes

They are **late** and *thin*, see \`delay\` or [the page](https://example.com/a?b=1&c=2) and [not this](javascript:alert(1)).

1. One
   - inner
2. Two

Again:

1. First

\`\`\`ts
const echo = (a: string) => \`<\${a}>\`;
\`\`\`

> Quoted

| a | b |
|---|---|
| 1 | 2 |

<script>alert(1)</script>

- [x] done
`;

type Part = { name: string; text: string };

/** The elements of a part of the document, in order; throws where it is no XML. */
const readXml = (xml: string): { names: string[]; text: string; values: Part[] } => {
  const names: string[] = [];
  const values: Part[] = [];
  let text = '';
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    names.push(name);
    values.push({ name, text: String(attributes['w:val'] ?? '') });
  });
  parser.on('text', (words) => {
    text += words;
  });
  parser.write(xml).close();
  return { names, text, values };
};

const openDocx = (bytes: Uint8Array) => {
  const files = unzipSync(bytes);
  const part = (name: string) => {
    const file = files[name];
    if (!file) throw new Error(`there is no ${name} among ${Object.keys(files).join(', ')}`);
    return readXml(strFromU8(file));
  };
  for (const name of Object.keys(files).filter((path) => path.endsWith('.xml'))) part(name);
  return { document: part('word/document.xml'), part, raw: strFromU8(files['word/document.xml'] ?? new Uint8Array()) };
};

const contributions = [
  { who: 'You', isAnswer: false, text: '# not a heading\nTell me' },
  { who: 'GPT-4o mini', isAnswer: true, text: ANSWER },
];

test('a Word file opens, and Markdown has become what Word has for it', async () => {
  const { document, part, raw } = openDocx(await toDocx({ title: 'Echoes & <more>', contributions }));
  const styles = document.values.filter(({ name }) => name === 'w:pStyle').map(({ text }) => text);
  expect(styles).toEqual(expect.arrayContaining(['Title', 'Heading1', 'Heading2', 'ListParagraph']));
  expect(document.names).toEqual(expect.arrayContaining(['w:b', 'w:i', 'w:numPr', 'w:tbl', 'w:hyperlink', 'w:shd']));
  expect(document.text).toContain('Echoes & <more>');
  expect(document.text).toContain('const echo = (a: string) =>');
  expect(document.text).toContain('<script>alert(1)</script>');
  expect(document.text).not.toContain('**');
  expect(raw).not.toContain('javascript:');
  expect(part('word/_rels/document.xml.rels').names).toContain('Relationship');
});

test('every numbered list begins anew', async () => {
  const { raw } = openDocx(await toDocx({ title: 'Lists', contributions }));
  const numbered = [...raw.matchAll(/<w:numId w:val="(\d+)"\/>/g)].map(([, id]) => id);
  expect(new Set(numbered).size).toBeGreaterThan(2);
});

test('as Markdown a turn is a heading, a question a quote, and an answer stays as it is', () => {
  const markdown = toMarkdown({ title: 'Echoes', contributions });
  expect(markdown).toContain(
    '# Echoes\n\n## You\n\n> # not a heading\n> Tell me\n\n## GPT-4o mini\n\n# Echoes\n\nThey are',
  );
});

test('what has no words yet is left out, and models go by their names', () => {
  const message = { messageId: 'm', jobId: 'j', finishReason: null, usage: null, demo: false, createdAt: 1 } as const;
  const messages = [
    { ...message, role: 'user', text: 'Hello', model: null } as const,
    { ...message, role: 'assistant', text: '', model: 'gpt-4o-mini' } as const,
  ];
  const { contributions: told } = toTranscript({ title: 'A', messages }, () => 'GPT-4o mini');
  expect(told).toEqual([{ who: 'You', isAnswer: false, text: 'Hello' }]);
});

test('both are downloaded under the name of the conversation, in any script', async () => {
  const user = await createUser();
  const { conversationId, text } = await say(user, { message: 'Що таке відлуння? / "x"' });
  const docx = await api(`/api/conversations/${conversationId}/download`, { user });
  expect(docx.headers.get('Content-Type')).toContain('wordprocessingml');
  const name = encodeURIComponent('Що таке відлуння x');
  expect(docx.headers.get('Content-Disposition')).toContain(`filename*=UTF-8''${name}`);
  expect(openDocx(await bytesOf(docx)).document.text).toContain('Що таке відлуння?');
  const md = await api(`/api/conversations/${conversationId}/download?format=md`, { user });
  expect(await md.text()).toContain(text.trim());
  expect((await api(`/api/conversations/${conversationId}/download?format=exe`, { user })).status).toBe(422);
});
