import type { Tool } from '../tools/tool.ts';
import { requireModel } from '../vendors/require-model.ts';
import { prepareTurn } from './prepare-turn.ts';
import { runTurn } from './run-turn.ts';

/** Chat in the background, for programs that do not listen to a stream. */
export const textTool: Tool<'text'> = {
  prepare: async (ctx, { userId, params, pointer }) => {
    const { job, model } = await prepareTurn(ctx, { userId: userId ?? '', params, pointer });
    return { job, requireVendor: (owner) => requireModel(ctx, { model, userId: owner }) };
  },
  run: runTurn,
  failure: 'The model would not answer this.',
};
