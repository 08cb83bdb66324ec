import { applyD1Migrations, reset } from 'cloudflare:test';
import { env } from 'cloudflare:workers';

const emptyBucket = async (): Promise<void> => {
  const { objects, truncated } = await env.MEDIA.list();
  if (objects.length > 0) await env.MEDIA.delete(objects.map(({ key }) => key));
  if (truncated) await emptyBucket();
};

// The files of a project share one workerd, since a new one takes longer than most files do: what the file before has
// left behind goes here. A bucket whose last reader has not come to its end outlives the reset.
await reset();
await emptyBucket();
await applyD1Migrations(env.DB, env.TEST_MIGRATIONS);
