// npm run demo:token: prints a token of the demo creator and nothing else, so that `$(npm run -s demo:token)` works.
import { Complaint, runMain } from './lib/tools.mjs';

const origin = `http://localhost:${process.env.PORT ?? 8787}`;

runMain(async () => {
  const reply = await fetch(`${origin}/api/dev/token`, { method: 'POST' }).catch(() => {
    throw new Complaint(`Nothing answers at ${origin}. Start the app first: npm start`);
  });
  if (reply.status === 404) throw new Complaint('This is a production server: it has no demo creator.');
  if (!reply.ok) throw new Complaint(`The app refused: ${reply.status} ${await reply.text()}`);
  console.log((await reply.json()).token);
});
