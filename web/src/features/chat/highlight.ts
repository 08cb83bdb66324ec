import bash from 'highlight.js/lib/languages/bash';
import c from 'highlight.js/lib/languages/c';
import cpp from 'highlight.js/lib/languages/cpp';
import css from 'highlight.js/lib/languages/css';
import go from 'highlight.js/lib/languages/go';
import java from 'highlight.js/lib/languages/java';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import php from 'highlight.js/lib/languages/php';
import python from 'highlight.js/lib/languages/python';
import rust from 'highlight.js/lib/languages/rust';
import sql from 'highlight.js/lib/languages/sql';
import typescript from 'highlight.js/lib/languages/typescript';
import xml from 'highlight.js/lib/languages/xml';
import yaml from 'highlight.js/lib/languages/yaml';
import { createLowlight } from 'lowlight';

/** A piece of code as it is, or pieces that belong together by a class of the stylesheet. */
export type Painted = string | { className: string; parts: readonly Painted[] };

const LANGUAGES = {
  bash,
  c,
  cpp,
  css,
  go,
  java,
  javascript,
  json,
  php,
  python,
  rust,
  sql,
  typescript,
  xml,
  yaml,
};

const lowlight = createLowlight(LANGUAGES);

type Tree = ReturnType<typeof lowlight.highlight>['children'];

const toPainted = (tree: Tree): Painted[] =>
  tree.flatMap((node): Painted[] => {
    if (node.type === 'text') return [node.value];
    if (node.type !== 'element') return [];
    const classes = node.properties.className;
    return [{ className: Array.isArray(classes) ? classes.join(' ') : '', parts: toPainted(node.children) }];
  });

/** Code with its words set apart, or undefined for a language that is not among those few. Names and short names do. */
export const paint = (code: string, language: string): readonly Painted[] | undefined =>
  lowlight.registered(language) ? toPainted(lowlight.highlight(language, code).children) : undefined;
