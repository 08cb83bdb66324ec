const OWN_MACHINE = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Whether an address leads to the machine that asks, where a developer has what he is trying out. */
export const isOwnMachine = (url: string): boolean => URL.canParse(url) && OWN_MACHINE.has(new URL(url).hostname);
