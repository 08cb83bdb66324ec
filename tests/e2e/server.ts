import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { migrate, writeSecrets } from '../../scripts/lib/build.mjs';
import { findFreePort, startServer } from '../../scripts/lib/server.mjs';
import { liftLimits } from './lift-limits.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the app that these tests drive is served. */
    origin: string;
    /** What its operator's orders are sent with. */
    operatorToken: string;
  }
}

export type Home = { folder: string; persistTo: string; secretsFile: string };

/** A disk of its own for a server: nothing of a developer's data or keys is touched or used. */
export const makeHome = async (): Promise<Home> => {
  const folder = mkdtempSync(join(tmpdir(), 'ozvena-e2e-'));
  const home = { folder, persistTo: join(folder, 'state'), secretsFile: join(folder, 'secrets.env') };
  writeSecrets(home.secretsFile);
  await migrate(home.persistTo);
  return home;
};

export const removeHome = (home: Home): void => rmSync(home.folder, { recursive: true, force: true });

/** Serves the app from a home. `port` is where it was before, when it is started again. */
export const serve = async (home: Home, port?: number) => {
  const chosen = port ?? (await findFreePort());
  const logFile = join(home.folder, 'server.log');
  const server = await startServer({ port: chosen, persistTo: home.persistTo, secretsFile: home.secretsFile, logFile });
  return { ...server, port: chosen };
};
export type Server = Awaited<ReturnType<typeof serve>>;

/** Serves the app, once for all files. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const home = await makeHome();
  const server = await serve(home);
  project.provide('operatorToken', await liftLimits(server.origin));
  project.provide('origin', server.origin);
  return async () => {
    await server.stop();
    removeHome(home);
  };
}
