/**
 * A choice that this browser keeps, and the account as well once there is one. The browser's copy is what the next page
 * begins with; whether the account has been told of it decides who is right where the two differ.
 */
export type KeptChoice<Value extends string> = {
  read: () => Value | undefined;
  /** The visitor has chosen, just now. */
  choose: (value: Value) => void;
  /** What was chosen here and the account has not been told of. */
  untold: () => Value | undefined;
  /** The account has this one. It does not take the place of a choice that came later. */
  told: (value: Value) => void;
};

/** Storage can be switched off; a choice then lasts for its page, and nothing is known of earlier ones. */
const attempt = <Result>(access: () => Result): Result | undefined => {
  try {
    return access();
  } catch {
    return undefined;
  }
};

export const createKeptChoice = <Value extends string>(key: string, choices: readonly Value[]): KeptChoice<Value> => {
  const untoldKey = `${key}.untold`;
  const read = () => {
    const kept = attempt(() => localStorage.getItem(key));
    return choices.find((choice) => choice === kept);
  };
  const untold = () => (attempt(() => localStorage.getItem(untoldKey)) ? read() : undefined);
  return {
    read,
    untold,
    choose: (value) =>
      attempt(() => {
        localStorage.setItem(key, value);
        localStorage.setItem(untoldKey, 'yes');
      }),
    told: (value) =>
      attempt(() => {
        const later = untold();
        if (later !== undefined && later !== value) return;
        localStorage.setItem(key, value);
        localStorage.removeItem(untoldKey);
      }),
  };
};
