import type { Context } from '../../context.ts';
import type { Expenses, FiguresQuery, VendorCost } from '../../contract/admin-figures.ts';
import { CENTS_PER_100_CREDITS } from '../../contract/credit-price.ts';
import { checkRange } from './check-range.ts';
import { LEDGER_DAYS, VENDOR_DAYS } from './days.ts';
import { SELECT_COSTS } from './vendor-costs.ts';

/** 2.75 cents in millionths of a dollar. */
const MICRODOLLARS_PER_CREDIT = CENTS_PER_100_CREDITS * 100;

type UseRow = { modelId: string; jobs: number; usedCredits: number };
type CallRow = {
  day: number;
  vendorId: string;
  modelId: string;
  calls: number;
  failedCalls: number;
  toldMicrodollars: number;
  untoldCalls: number;
  units: number;
};
type ModelExpense = Expenses['models'][number];
type VendorExpense = ModelExpense['vendors'][number];

const USE = `SELECT model_id AS modelId, SUM(iif(kind = 'charge', row_count, 0)) AS jobs, -SUM(credits) AS usedCredits
  FROM (${LEDGER_DAYS}) WHERE model_id <> '' AND is_demo = ?3 GROUP BY 1`;
const CALLS = `SELECT day, provider AS vendorId, model_id AS modelId, SUM(calls) AS calls,
    SUM(failed_calls) AS failedCalls, SUM(told_microdollars) AS toldMicrodollars, SUM(untold_calls) AS untoldCalls,
    SUM(untold_units) AS units
  FROM (${VENDOR_DAYS}) WHERE is_demo = ?3 GROUP BY 1, 2, 3`;

/** The newest version of those that count for a day; `costs` come newest first. */
const priceOn = (
  costs: readonly VendorCost[],
  { vendorId, modelId }: Pick<CallRow, 'vendorId' | 'modelId'>,
  day: number,
) => costs.find((cost) => cost.vendorId === vendorId && cost.modelId === modelId && cost.fromDay <= day);

const NO_CALLS = { calls: 0, failedCalls: 0, expenseMicrodollars: 0, unpricedCalls: 0 };
const NO_INCOME = { jobs: 0, usedCredits: 0, incomeMicrodollars: 0 };

const emptyModel = (modelId: string): ModelExpense => ({ modelId, ...NO_INCOME, ...NO_CALLS, vendors: [] });

const emptyVendor = (vendorId: string, price: VendorCost | undefined): VendorExpense => ({
  vendorId,
  ...NO_CALLS,
  units: 0,
  toldMicrodollars: 0,
  price: price ?? null,
});

type Costing = Pick<VendorExpense, 'calls' | 'failedCalls' | 'expenseMicrodollars' | 'unpricedCalls'>;

/** What the calls of a day cost: what the vendor told, and the rest by the price of that day, half rounded up. */
const costOf = (row: CallRow, price: VendorCost | undefined): Costing => {
  const byUnits = price ? Math.floor((row.units * price.microdollarsPer1000Units + 500) / 1_000) : 0;
  const byCalls = price ? row.untoldCalls * price.microdollarsPerCall : 0;
  return {
    calls: row.calls,
    failedCalls: row.failedCalls,
    expenseMicrodollars: row.toldMicrodollars + byUnits + byCalls,
    unpricedCalls: price ? 0 : row.untoldCalls,
  };
};

const add = (sum: Costing, part: Costing): void => {
  sum.calls += part.calls;
  sum.failedCalls += part.failedCalls;
  sum.expenseMicrodollars += part.expenseMicrodollars;
  sum.unpricedCalls += part.unpricedCalls;
};

/**
 * What vendors cost against what their work brought, by model (ADM-09). Work that an owner's own key paid is not in it.
 * docs/money.md says where each figure comes from. @throws AppError validation_failed for a time that is too long.
 */
export const readExpenses = async (ctx: Pick<Context, 'db'>, query: FiguresQuery): Promise<Expenses> => {
  checkRange(query);
  const { from, to, demo } = query;
  const [use, calls, priced] = await ctx.db.batch([
    ctx.db.prepare(USE).bind(from, to, Number(demo)),
    ctx.db.prepare(CALLS).bind(from, to, Number(demo)),
    ctx.db.prepare(SELECT_COSTS),
  ]);
  const costs = (priced?.results ?? []) as VendorCost[];
  const models = new Map<string, ModelExpense>();
  const modelOf = (modelId: string): ModelExpense => {
    const model = models.get(modelId) ?? emptyModel(modelId);
    models.set(modelId, model);
    return model;
  };
  const totals = { ...NO_INCOME, ...NO_CALLS };
  for (const { modelId, jobs, usedCredits } of (use?.results ?? []) as UseRow[]) {
    const income = { jobs, usedCredits, incomeMicrodollars: usedCredits * MICRODOLLARS_PER_CREDIT };
    Object.assign(modelOf(modelId), income);
    totals.jobs += jobs;
    totals.usedCredits += usedCredits;
    totals.incomeMicrodollars += income.incomeMicrodollars;
  }
  for (const row of (calls?.results ?? []) as CallRow[]) {
    const model = modelOf(row.modelId);
    const known = model.vendors.find(({ vendorId }) => vendorId === row.vendorId);
    const vendor = known ?? emptyVendor(row.vendorId, priceOn(costs, row, to - 1));
    if (!known) model.vendors.push(vendor);
    const part = costOf(row, priceOn(costs, row, row.day));
    for (const sum of [vendor, model, totals]) add(sum, part);
    vendor.units += row.units;
    vendor.toldMicrodollars += row.toldMicrodollars;
  }
  const byIncome = (a: ModelExpense, b: ModelExpense) => b.incomeMicrodollars - a.incomeMicrodollars;
  return { isDemo: demo, totals, models: [...models.values()].sort(byIncome) };
};
