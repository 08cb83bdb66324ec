declare namespace Cloudflare {
  interface Env {
    TEST_MIGRATIONS: import('cloudflare:test').D1Migration[];
    /** Replays one seed of the simulation; empty for the usual run. */
    SIM_SEED: string;
    /** Where randomized tests begin in CI; empty elsewhere. */
    FIRST_SEED: string;
    /** How many seeds a run tries; empty for the usual number. */
    SIM_SEEDS: string;
  }
}
