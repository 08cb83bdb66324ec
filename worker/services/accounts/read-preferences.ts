import { type Preferences, preferencesSchema } from '../../contract/preferences.ts';

/**
 * Preferences as they are stored. A value that does not do any more (a module that has gone, a narrower range) is left
 * out by itself and costs none of the others.
 */
export const readPreferences = (stored: string): Preferences => {
  const values: Record<string, unknown> = JSON.parse(stored);
  const sound = Object.entries(values).filter(
    ([name, value]) => preferencesSchema.safeParse({ [name]: value }).success,
  );
  return preferencesSchema.parse(Object.fromEntries(sound));
};
