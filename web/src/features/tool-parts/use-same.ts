import { useMemo } from 'react';

/** The same object as long as what is in it is the same: for an order that is put together from a draft. */
export const useSame = <Value extends object | undefined>(value: Value): Value => {
  const text = JSON.stringify(value);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is in it decides, not which object it is
  return useMemo(() => value, [text]);
};
