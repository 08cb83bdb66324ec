const STORAGE_KEY = 'ozvena.accepted';
const KEPT_MAX = 100;

const read = (): string[] => {
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(STORAGE_KEY) ?? '[]');
    return Array.isArray(value) ? value.filter((id) => typeof id === 'string') : [];
  } catch {
    return [];
  }
};

/** Whether a result has been accepted in this tab. It is kept either way: this only ends the question. */
export const isAccepted = (jobId: string): boolean => read().includes(jobId);

export const accept = (jobId: string): void => {
  try {
    sessionStorage.setItem(STORAGE_KEY, JSON.stringify([jobId, ...read()].slice(0, KEPT_MAX)));
  } catch {
    // Without storage it is asked again after a reload.
  }
};
