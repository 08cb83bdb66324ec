import { env } from 'cloudflare:workers';

/** A text that only this test speaks, so that faults and calls of others do not meet it. */
export const ownText = (text = 'One sentence is spoken here.'): { text: string; tag: string } => {
  const tag = `Call ${crypto.randomUUID().replaceAll('-', '').slice(0, 10)}`;
  return { tag, text: `${tag}. ${text}` };
};

/** Orders a fault for calls of a vendor that say this text. */
export const orderFault = async (
  tag: string,
  fault: Record<string, unknown>,
  times: number | null = 1,
  vendor = 'unicorn',
): Promise<void> => {
  const reply = await env.SANDBOX.fetch('https://any.example/sandbox/faults', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ vendor, match: { text_includes: tag }, times, fault }),
  });
  if (reply.status !== 201) throw new Error(`the fault was not taken: ${await reply.text()}`);
};

/** How often the vendor was asked to say this text. */
export const countCalls = async (tag: string): Promise<number> => {
  const reply = await env.SANDBOX.fetch(`https://any.example/sandbox/calls?text_includes=${encodeURIComponent(tag)}`);
  return ((await reply.json()) as { count: number }).count;
};
