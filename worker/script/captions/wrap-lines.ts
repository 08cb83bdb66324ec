import { CUT } from '../cuts.ts';
import { countColumns, LINE_MAX_COLUMNS } from './columns.ts';

/** A stretch of a text (UTF-16 offsets) without white space at its ends. */
export type Line = { text: string; startAt: number; endAt: number };
export type Range = { startAt: number; endAt: number };

/** What a line is put together from: a word with the marks and spaces after it. */
type Fragment = Range & {
  columns: number;
  /** Its width at the end of a line. */
  trimmed: number;
};

/** Cuts between words; within a word only if it is wider than a line, at its hyphens or else between characters. */
function* fragmentsOf(text: string, ranks: Uint8Array, { startAt, endAt }: Range, rank: number): Generator<Fragment> {
  let from = startAt;
  for (let at = from + 1; at <= endAt; at += 1) {
    if (at < endAt && (ranks[at] ?? 0) < rank) continue;
    const piece = text.slice(from, at);
    const range = { startAt: from, endAt: at };
    const trimmed = countColumns(piece.trimEnd());
    if (trimmed <= LINE_MAX_COLUMNS || rank === CUT.grapheme) yield { ...range, columns: countColumns(piece), trimmed };
    else yield* fragmentsOf(text, ranks, range, rank === CUT.word ? CUT.wordPart : CUT.grapheme);
    from = at;
  }
}

/** What a line that ends within a clause costs, against lines that differ from their ideal width by so many columns. */
const WITHIN_CLAUSE_COST = 8 ** 2;
/** Fragments of one line that are looked at: more than columns only where many have no width. */
const LINE_MAX_FRAGMENTS = 2 * LINE_MAX_COLUMNS;

/**
 * For each fragment, the first of the line that ends with it, such that all lines up to there are as even as can be and
 * end with their clauses (the least squares of Knuth and Plass, over fragments instead of words).
 */
const chooseLines = (fragments: readonly Fragment[], ranks: Uint8Array): number[] => {
  const total = fragments.reduce((sum, { columns }) => sum + columns, 0);
  const ideal = total / Math.ceil(total / LINE_MAX_COLUMNS);
  const costs = [0];
  const firsts: number[] = [];
  for (const [last, { endAt, columns, trimmed }] of fragments.entries()) {
    const endCost = last === fragments.length - 1 || (ranks[endAt] ?? 0) >= CUT.clause ? 0 : WITHIN_CLAUSE_COST;
    let best = Number.POSITIVE_INFINITY;
    let width = trimmed - columns;
    for (let first = last; first >= 0 && last - first < LINE_MAX_FRAGMENTS; first -= 1) {
      width += fragments[first]?.columns ?? 0;
      if (first < last && width > LINE_MAX_COLUMNS) break;
      const cost = (costs[first] ?? 0) + (width - ideal) ** 2 + endCost;
      if (cost > best) continue;
      best = cost;
      firsts[last] = first;
    }
    costs.push(best);
  }
  return firsts;
};

/**
 * Wraps a stretch of a text into lines of LINE_MAX_COLUMNS, few and even. Breaks stand between words, also in languages
 * without spaces, after a clause where that fits, and neither before a closing mark nor behind an opening one.
 * @param ranks of all places in the text, words among them (`rankCuts`)
 */
export const wrapLines = (text: string, ranks: Uint8Array, range: Range): Line[] => {
  const fragments = [...fragmentsOf(text, ranks, range, CUT.word)];
  const firsts = chooseLines(fragments, ranks);
  const lines: Line[] = [];
  for (let last = fragments.length - 1; last >= 0; last = (firsts[last] ?? 0) - 1) {
    const startAt = fragments[firsts[last] ?? 0]?.startAt ?? range.startAt;
    const raw = text.slice(startAt, fragments[last]?.endAt);
    const from = startAt + raw.length - raw.trimStart().length;
    if (raw.trim() !== '') lines.push({ text: raw.trim(), startAt: from, endAt: from + raw.trim().length });
  }
  return lines.reverse();
};
