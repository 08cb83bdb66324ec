type Fact = string | number | boolean | null;

/** What JSON of ours says, as plain facts by their path: `payment.money.amountMinor`. Lists are counted, not told. */
export const factsOf = (json: string): Record<string, Fact> => {
  const facts: Record<string, Fact> = {};
  const walk = (value: unknown, path: string): void => {
    if (Array.isArray(value)) facts[path] = value.length;
    else if (typeof value === 'object' && value !== null)
      for (const [name, part] of Object.entries(value)) walk(part, path === '' ? name : `${path}.${name}`);
    else facts[path] = value as Fact;
  };
  walk(JSON.parse(json), '');
  return facts;
};
