type Fields = Record<string, string | number | boolean | null | undefined>;

/** One JSON line. Fields are ids, codes and numbers only: never a text of a user, never a secret. */
export const logEvent = (event: string, fields: Fields = {}): void =>
  console.log(JSON.stringify({ level: 'info', event, ...fields }));

/** As `logEvent`, for what an operator should look at. Only the error's name and message are written, no stack of a caller's data. */
export const logError = (event: string, error: unknown, fields: Fields = {}): void => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : undefined;
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  console.error(JSON.stringify({ level: 'error', event, message, cause, ...fields }));
};
