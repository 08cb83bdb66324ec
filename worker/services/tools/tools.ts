import type { Context } from '../../context.ts';
import type { Module } from '../../contract/modules.ts';
import { textTool } from '../chat/text-tool.ts';
import { clipAdapter } from '../films/clip-adapter.ts';
import { motionAdapter } from '../films/motion-adapter.ts';
import { portraitAdapter } from '../films/portrait-adapter.ts';
import { imageAdapter } from '../images/image-adapter.ts';
import { speechTool } from '../speech/speech-tool.ts';
import { modelTool } from './model-tool.ts';
import type { PreparedOrder, Tool, ToolOrder } from './tool.ts';

const TOOLS: { [M in Module]: Tool<M> } = {
  tts: speechTool,
  text: textTool,
  image: modelTool(imageAdapter),
  img2vid_noaudio: modelTool(motionAdapter),
  img2vid_audio: modelTool(portraitAdapter),
  audio2vid: modelTool(clipAdapter),
};

/** The tool of a module, for what does not depend on its parameters. */
export const toolOf = (module: Module): Omit<Tool<Module>, 'prepare'> => TOOLS[module];

/** An order of any module. */
export type AnyOrder<M extends Module = Module> = { [K in M]: { module: K } & ToolOrder<K> }[M];

/** Resolves and prices an order of any module. Changes nothing. @throws AppError validation_failed. */
export const prepareOrder = <M extends Module>(ctx: Context, order: AnyOrder<M>): Promise<PreparedOrder> => {
  const tool: Tool<M> = TOOLS[order.module];
  return tool.prepare(ctx, order);
};
