import { Agent } from 'node:http';
import { OPENROUTER } from '../../worker/providers/openrouter.ts';
import { toChatBody } from '../../worker/providers/openrouter-chat.ts';
import { type Shot, shoot } from './load.ts';
import type { BenchServer } from './servers.ts';

const SHOTS = 40;
const QUESTION = 'What is 12 + 30? Answer in one word.';

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** The very request that the adapter sends, sent without the product. */
const directly: Shot = {
  method: 'POST',
  path: '/api/v1/chat/completions',
  headers: {
    host: new URL(OPENROUTER.baseUrl).host,
    authorization: `Bearer ${OPENROUTER.sandboxKey}`,
    'content-type': 'application/json',
  },
  body: JSON.stringify(
    toChatBody({
      model: 'openai/gpt-4o-mini',
      messages: [{ role: 'user', text: QUESTION }],
      temperature: 0,
      maxTokens: 100,
      stop: [],
      seed: undefined,
    }),
  ),
  until: '"content"',
};

/** What the product adds to the first word of an answer, p50 in ms. Every turn begins a conversation. */
export const benchChat = async (
  server: BenchServer,
  cookie: string,
): Promise<{ directMs: number; addedMs: number }> => {
  const agent = new Agent({ keepAlive: true });
  const headers = { cookie, origin: server.origin.origin, 'content-type': 'application/json' };
  const direct: number[] = [];
  const through: number[] = [];
  // One after the other, so that whatever else the machine does falls on both alike. The first of each warms up.
  for (let round = 0; round <= SHOTS; round += 1) {
    const alone = await shoot(server.sandboxOrigin, agent, directly);
    const turn = { clientJobId: `bench-${Date.now()}-${round}`, message: QUESTION, temperature: 0, maxTokens: 100 };
    const product = await shoot(server.origin, agent, {
      method: 'POST',
      path: '/api/chat',
      headers,
      body: JSON.stringify(turn),
      until: 'event: delta',
    });
    if (!alone.ok || !product.ok || product.firstByte === 0) throw new Error('a turn was not answered');
    if (round === 0) continue;
    direct.push(alone.firstByte);
    through.push(product.firstByte);
  }
  agent.destroy();
  return { directMs: median(direct), addedMs: median(through) - median(direct) };
};
