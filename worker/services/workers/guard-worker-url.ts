import type { Context } from '../../context.ts';
import type { FieldProblem } from '../../contract/problem.ts';
import { isOwnMachine } from '../../providers/own-machine.ts';
import { guardUrl } from '../webhooks/guard-url.ts';

/**
 * What is wrong with handing jobs to this address, now; undefined when nothing is. As `guardUrl` for receivers, but that a
 * server that is being developed may have its worker beside it.
 */
export const guardWorkerUrl = async (
  ctx: Pick<Context, 'config' | 'webhooks'>,
  url: string,
): Promise<Pick<FieldProblem, 'code' | 'message'> | undefined> =>
  ctx.config.environment === 'development' && isOwnMachine(url) ? undefined : guardUrl(ctx, url);
