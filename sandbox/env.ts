import type { SandboxState } from './state/sandbox-state.ts';

/** What the sandbox is bound to. */
export type SandboxEnv = {
  STATE: DurableObjectNamespace<SandboxState>;
  /** "on" lets faults be ordered and calls be counted. */
  FAULTS: string;
};
