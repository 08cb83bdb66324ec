import { read, routes, until } from '../../api/client.ts';
import type { Module, ParamsOf, Quote } from '../../api/wire.ts';
import type { OrderKeys, Tool } from '../editor/tool.ts';

type OrderBody = { [M in Module]: { module: M; params: ParamsOf<M> } }[Module];
type Own<M extends Module> = Pick<Tool<M, ParamsOf<M>, Quote>, 'standIn' | 'again'>;

/** A tool that is ordered from by the module's own params and by nothing else. */
export const moduleTool = <M extends Module>(module: M, own: Own<M>): Tool<M, ParamsOf<M>, Quote> => ({
  module,
  // Module and params belong together by their types, which the routes' unions do not see of a variable.
  quote: (params, signal) => read(routes.quotes.$post({ json: { module, params } as OrderBody }, until(signal))),
  request: (keys, params) => ({ to: 'jobs', body: { ...keys, module, params } as OrderBody & OrderKeys }),
  ...own,
});
