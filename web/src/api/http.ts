import { apiErrorOf, offlineError } from './api-error.ts';

/**
 * `fetch` to the same origin, as the typed client uses it. Resolves with an accepted answer only; rejects with ApiError
 * for a refused one and when nothing answers, or with the abort.
 */
export const checkedFetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
  let response: Response;
  try {
    response = await fetch(input, { ...init, credentials: 'same-origin' });
  } catch (error) {
    if (init?.signal?.aborted) throw error;
    throw offlineError();
  }
  if (!response.ok) throw await apiErrorOf(response);
  return response;
};
