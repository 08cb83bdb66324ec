// npm run build: what a deployment uploads besides the Workers' own code: the voices' data and the web app.
import { buildSpeech, buildWeb } from './lib/build.mjs';
import { runMain } from './lib/tools.mjs';

runMain(async () => {
  await buildSpeech();
  await buildWeb();
});
