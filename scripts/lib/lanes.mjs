// Several stages at once, and a log as if they had come one after the other.

/**
 * A piece of work. `after` is the title of one that has to be over before it may begin; what it says goes to `say`.
 * @template T
 * @typedef {{ title: string, after?: string, work: (say: (text: string) => void) => Promise<T> }} Stage
 */

/**
 * Shows what the first stage says as it comes, and keeps what the others say until it is their turn.
 * @param {number} count how many stages there are.
 * @param {(text: string) => void} show
 */
const inOrder = (count, show) => {
  /** @type {string[][]} */
  const kept = Array.from({ length: count }, () => []);
  const isOver = Array.from({ length: count }, () => false);
  let turn = 0;
  /** @param {number} stage @param {string} text */
  const say = (stage, text) => (stage === turn ? show(text) : kept[stage]?.push(text));
  /** @param {number} stage */
  const end = (stage) => {
    isOver[stage] = true;
    while (isOver[turn]) {
      turn += 1;
      for (const text of kept[turn]?.splice(0) ?? []) show(text);
    }
  };
  return { say, end };
};

/**
 * Works on so many stages at a time, and begins them in the order in which they are given.
 * @template T
 * @param {Stage<T>[]} stages
 * @param {number} lanes
 * @param {(text: string) => void} show gets what they say: each whole, one after the other.
 * @returns {Promise<T[]>} what each came to, in their order.
 */
export const runInLanes = async (stages, lanes, show) => {
  const { say, end } = inOrder(stages.length, show);
  /** @type {Set<string>} */
  const over = new Set();
  const waiting = new Set(stages.keys());
  /** @type {T[]} */
  const ends = [];
  /** @type {Map<number, Promise<void>>} */
  const running = new Map();

  /** @param {number} number @param {Stage<T>} stage */
  const run = async (number, stage) => {
    ends[number] = await stage.work((text) => say(number, text));
    over.add(stage.title);
    running.delete(number);
    end(number);
  };
  while (waiting.size > 0 || running.size > 0) {
    for (const number of waiting) {
      const stage = stages[number];
      if (running.size >= lanes) break;
      if (!stage || (stage.after !== undefined && !over.has(stage.after))) continue;
      waiting.delete(number);
      running.set(number, run(number, stage));
    }
    if (running.size === 0) throw new Error('What is left waits for a stage that never comes.');
    await Promise.race(running.values());
  }
  return ends;
};
