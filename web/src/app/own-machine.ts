/** True on a machine of one's own, where the sandbox plays the world outside. */
export const isOwnMachine = (): boolean => ['localhost', '127.0.0.1', '[::1]'].includes(location.hostname);
