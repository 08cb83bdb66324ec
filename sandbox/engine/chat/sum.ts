const NUMBER = String.raw`\d+(?:\.\d+)?`;
const SUM = new RegExp(String.raw`${NUMBER}(?:\s*[-+*/×x÷]\s*${NUMBER})+`, 'iu');
const PART = new RegExp(`${NUMBER}|[-+*/×x÷]`, 'giu');
/** A year and a day are written with the same signs. */
const DATE = /\d{1,4}-\d{1,2}-\d{1,4}|\d+\/\d+\/\d+|24\/7/;

const OPERATIONS: Readonly<Record<string, (left: number, right: number) => number>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
};

const SIGNS: Readonly<Record<string, string>> = { '×': '*', x: '*', X: '*', '÷': '/' };

/** Takes together what stands beside these signs, from left to right. */
const reduce = (parts: readonly (number | string)[], signs: string): (number | string)[] => {
  const done: (number | string)[] = [];
  for (let at = 0; at < parts.length; at += 1) {
    const part = parts[at] ?? 0;
    const operation = typeof part === 'string' && signs.includes(part) ? OPERATIONS[part] : undefined;
    if (!operation) {
      done.push(part);
      continue;
    }
    at += 1;
    done.push(operation(Number(done.pop()), Number(parts[at])));
  }
  return done;
};

/** The first sum that a text holds, and what it comes to. Undefined where there is none. */
export const evaluateSum = (text: string): { expression: string; value: string } | undefined => {
  const expression = DATE.test(text) ? undefined : SUM.exec(text)?.[0];
  if (!expression) return undefined;
  const parts = (expression.match(PART) ?? []).map((part) => (/\d/.test(part) ? Number(part) : (SIGNS[part] ?? part)));
  const [value] = reduce(reduce(parts, '*/'), '+-');
  const rounded = Math.round(Number(value) * 1e6) / 1e6;
  return { expression: expression.trim(), value: Number.isFinite(rounded) ? String(rounded) : '∞' };
};
