import { ApiError, fieldMessageOf, messageOf } from '../../api/api-error.ts';

/** What the server says of one field of an order; undefined when it says nothing of it. */
export const fieldProblemOf = (error: Error | null, field: string): string | undefined => {
  if (!(error instanceof ApiError)) return undefined;
  const found = error.errors.find(({ pointer }) => pointer.endsWith(`/${field}`) || pointer.includes(`/${field}/`));
  return found && fieldMessageOf(found);
};

/** Why there is no price, unless it is said at one of these fields. */
export const orderProblemOf = (error: Error | null, fields: readonly string[]): string | undefined => {
  if (error === null || fields.some((field) => fieldProblemOf(error, field) !== undefined)) return undefined;
  return messageOf(error);
};
