/** The settings do not do; the app refuses to serve. The message names settings, never their values. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** Values that stand in examples; whoever deploys one of them has not set his secret. */
const PLACEHOLDER = /^(change|replace|example|default|secret|dev|test|sandbox)|ozvena/i;

/** @throws ConfigError where one of these settings holds what stands in an example */
export const refusePlaceholders = <T extends Record<string, unknown>>(
  data: T,
  names: readonly (keyof T & string)[],
) => {
  for (const name of names) {
    const value = data[name];
    if (typeof value === 'string' && PLACEHOLDER.test(value)) throw new ConfigError(`${name} is a placeholder`);
  }
};

/**
 * Settings that are of no use without each other.
 * @throws ConfigError when some of them are there and some are not
 */
export const allOrNone = <K extends string, T extends { [Name in K]?: string | undefined }>(
  data: T,
  ...names: readonly K[]
): Record<K, string> | undefined => {
  const given = names.flatMap((name): [K, string][] => {
    const value = data[name];
    return value === undefined ? [] : [[name, value]];
  });
  if (given.length === 0) return undefined;
  if (given.length < names.length) throw new ConfigError(`${names.join(' and ')} go together`);
  return Object.fromEntries(given) as Record<K, string>;
};
