import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from '@babel/parser';
import { expect, test } from 'vitest';

const SOURCES = fileURLToPath(new URL('../../../web/src', import.meta.url));

/** Whose words are not the interface's: the gallery of parts is the engineers' own page, the rest says one thing in each language. */
const EXEMPT = [
  'features/design/',
  'features/landing/sentences.ts',
  'features/speech/examples.ts',
  'features/speech/example-texts.ts',
  'features/images/examples.ts',
  'features/motion/examples.ts',
  'i18n/locales.ts',
  'i18n/not-loaded.ts',
];
/** Names and code, the same in every language. */
const ALLOWED = new Set([
  'Ozvena',
  'ElevenLabs',
  'OpenRouter',
  'OpenAI',
  'Azure Speech',
  'Unicorn',
  'ozv-…',
  'Opus',
  'SRT',
  'VTT',
  'JavaScript',
  'Razorpay',
  'Free',
  'Pro',
  'Enterprise',
]);
/** What code says to the browser with a capital letter. */
const CODE_WORDS = new Set(['Files', 'Enter', 'Escape', 'Home', 'End', 'Tab', 'Space', 'Esc']);

const TEXT_ATTRIBUTES =
  /^(aria-(label|description|roledescription|valuetext|placeholder)|alt|title|label|placeholder)$/;
/** Props and keys of our own that hold what a person reads. */
const TEXT_NAMES =
  /^(about|action|description|detail|empty|error|failure|go|hint|keep|label|message|name|note|text|title|unit|what)$/;
const CODE_ATTRIBUTES = /^(className|d|points|transform|viewBox)$/;
const MACRO_ELEMENTS = new Set(['Trans', 'Plural', 'Select', 'SelectOrdinal']);
const MACRO_CALLS = new Set(['t', 'msg', 'plural', 'select', 'selectOrdinal', 'defineMessage']);

type Node = { type: string; loc?: { start: { line: number } } } & Record<string, unknown>;
const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
const childrenOf = (node: Node): Node[] =>
  Object.entries(node).flatMap(([key, value]) =>
    key === 'loc' || key.endsWith('omments') ? [] : (Array.isArray(value) ? value : [value]).filter(isNode),
  );
const nameOf = (value: unknown): string =>
  isNode(value) ? String(value.name ?? (isNode(value.id) ? nameOf(value.id) : (value.value ?? ''))) : '';

type Judge = (text: string) => boolean;
const hasLetters: Judge = (text) => /\p{L}/u.test(text);
/** A capital, or several words: what an identifier has not. */
const isWording: Judge = (text) => /^\s*\p{Lu}\p{Ll}|\p{L}\s+\p{L}/u.test(text);
/** By its looks alone: a sentence, or one word with a capital. */
const looksLikeText: Judge = (text) =>
  /^\s*\p{Lu}[^\n]*\s\p{Ll}|^\p{Lu}\p{Ll}+[.…!?]?$/u.test(text) && !CODE_WORDS.has(text);
const never: Judge = () => false;

/** The text of a literal, or of the fixed parts of a template. */
const literalOf = (node: Node): string | undefined => {
  if (node.type === 'StringLiteral') return String(node.value);
  if (node.type !== 'TemplateLiteral' || !Array.isArray(node.quasis)) return undefined;
  return node.quasis.map((quasi) => (isNode(quasi) ? String((quasi.value as { raw: string }).raw) : '')).join('…');
};

type Place = {
  /** Directly inside a message macro, where text belongs. */
  inMacro: boolean;
  /** Says whether a literal here is something that a person reads: by its prop or key, else by its looks. */
  judge: Judge;
  inFunction: boolean;
};

type Finding = { line: number; text: string };
type Findings = { literals: Finding[]; early: Finding[] };

const isMacroCall = (node: Node): boolean =>
  (node.type === 'TaggedTemplateExpression' && MACRO_CALLS.has(nameOf(node.tag))) ||
  (node.type === 'CallExpression' && MACRO_CALLS.has(nameOf(node.callee)));
const isMacroElement = (node: Node): boolean =>
  node.type === 'JSXElement' &&
  isNode(node.openingElement) &&
  MACRO_ELEMENTS.has(nameOf((node.openingElement as Node).name));
/** What never reaches a person: modules' names, types, and errors thrown at engineers. */
const isUnread = (node: Node): boolean =>
  /^(Import|Export(All|Named)Declaration$|TS)/.test(node.type) &&
  !(node.type === 'ExportNamedDeclaration' && isNode(node.declaration)) &&
  !/^TS(As|Satisfies|NonNull)Expression$/.test(node.type);
const isError = (node: Node): boolean => node.type === 'NewExpression' && /Error$/.test(nameOf(node.callee));

const attributeJudge = (name: string): Judge => {
  if (CODE_ATTRIBUTES.test(name)) return never;
  if (TEXT_ATTRIBUTES.test(name)) return hasLetters;
  return TEXT_NAMES.test(name) ? isWording : looksLikeText;
};

/** Where the children of a node stand. */
const placeInside = (node: Node, place: Place): Place => {
  if (isMacroCall(node) || isMacroElement(node)) return { ...place, inMacro: true, judge: hasLetters };
  if (node.type === 'JSXElement') return { ...place, judge: hasLetters };
  if (node.type === 'JSXAttribute') return { ...place, judge: attributeJudge(nameOf(node.name)) };
  if (node.type === 'ObjectProperty')
    return { ...place, judge: TEXT_NAMES.test(nameOf(node.key)) ? isWording : looksLikeText };
  if (/Function/.test(node.type)) return { inMacro: false, judge: looksLikeText, inFunction: true };
  if (node.type === 'BinaryExpression' && node.operator !== '+') return { ...place, judge: never };
  if (/^(Call|Member)Expression$/.test(node.type)) return { ...place, judge: looksLikeText };
  return place;
};

const search = (node: Node, place: Place, found: Findings): void => {
  if (isUnread(node) || isError(node)) return;
  const line = node.loc?.start.line ?? 0;
  if (isMacroCall(node) && !place.inFunction && nameOf(node.tag ?? node.callee) === 't') {
    found.early.push({ line, text: 't' });
  }
  const text = node.type === 'JSXText' ? String(node.value) : literalOf(node);
  if (text !== undefined && !place.inMacro && place.judge(text) && !ALLOWED.has(text.trim())) {
    found.literals.push({ line, text: text.trim() });
  }
  const inside = placeInside(node, place);
  for (const child of childrenOf(node)) {
    // A message holds its own text, but neither the props of the elements in it nor what its values are made of.
    const isOwnText =
      child.type === 'JSXOpeningElement'
        ? isMacroElement(node)
        : inside.inMacro && child.type !== 'JSXExpressionContainer' && node.type !== 'TemplateLiteral';
    search(child, { ...inside, inMacro: isOwnText }, found);
  }
};

const findIn = (code: string): Findings => {
  const found: Findings = { literals: [], early: [] };
  const program = parse(code, { sourceType: 'module', plugins: ['typescript', 'jsx'] }).program as unknown as Node;
  search(program, { inMacro: false, judge: looksLikeText, inFunction: false }, found);
  return found;
};

const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
  .map((file) => file.split(path.sep).join('/'))
  .filter((file) => /\.tsx?$/.test(file) && !EXEMPT.some((folder) => file.startsWith(folder)));
const findings = files.map((file) => ({ file, ...findIn(readFileSync(path.join(SOURCES, file), 'utf8')) }));

test.each([
  ['text between tags', '<p>Hello</p>'],
  ['a name for a screen reader', '<button aria-label="Close" />'],
  ['a choice of two names', '<button title={open ? "Close" : x} />'],
  ['text in braces', '<p>{open ? "hello" : null}</p>'],
  ['a prop of our own', '<Field hint="Up to ten." />'],
  ['a prop inside a message', '<Trans>Go <a aria-label="Home">there</a></Trans>'],
  ['a value inside a message', '<Trans>Go {far ? "far" : near}</Trans>'],
  ['a value inside a template', `t\`Go \${far ? "Far away" : near}\``],
  ['a key of a table', 'const x = { title: "Done" }'],
  ['a sentence anywhere', 'toast("It is done")'],
  ['a word with a capital', 'usePageTitle("History")'],
  ['a template', `toast(\`It is \${much}\`)`],
])('the search finds %s', (_, code) => {
  expect(findIn(code).literals).toHaveLength(1);
});

test.each([
  ['a message', '<Trans>Hello <b>you</b></Trans>'],
  ['a plural', '<Plural value={count} one="# token" other="# tokens" />'],
  ['a translated prop', '<Field hint={t`Up to ten.`} />'],
  ['a plural in a template', `t\`You have \${plural(count, { one: "# token", other: "# tokens" })}.\``],
  ['a class', '<p className="grid gap-2" />'],
  ['a comparison', '<p>{state === "open" && null}</p>'],
  ['an error for engineers', 'throw new Error("This cannot be.")'],
])('the search passes over %s', (_, code) => {
  expect(findIn(code).literals).toEqual([]);
});

test('a message that is said while a module loads is found: its catalog is not there yet', () => {
  expect(findIn('const LABEL = t`Hello`;').early).toHaveLength(1);
});

test('whatever a person reads is a message that can be translated', () => {
  const found = findings.flatMap(({ file, literals }) => literals.map(({ line, text }) => `${file}:${line} ${text}`));
  expect(found).toEqual([]);
});

test('no message is said while a module loads', () => {
  expect(findings.flatMap(({ file, early }) => early.map(({ line }) => `${file}:${line}`))).toEqual([]);
});
