import { uploadFile } from '../../api/upload-file.ts';
import type { MediaRef } from '../../api/wire.ts';

/** What comes with the app to begin with, by the name of its file. */
const EXAMPLES = {
  'shore.jpg': { kind: 'image', type: 'image/jpeg' },
  'peaks.jpg': { kind: 'image', type: 'image/jpeg' },
  'person.jpg': { kind: 'image', type: 'image/jpeg' },
  'greeting.mp3': { kind: 'audio', type: 'audio/mpeg' },
} as const;
export type ExampleFile = keyof typeof EXAMPLES;

const sent = new Map<ExampleFile, Promise<MediaRef>>();

const send = async (name: ExampleFile): Promise<MediaRef> => {
  const { kind, type } = EXAMPLES[name];
  const reply = await fetch(`/examples/${name}`);
  if (!reply.ok) throw new Error(`The example ${name} answered ${reply.status}.`);
  const file = new File([await reply.blob()], name, { type });
  const { uploadId } = await uploadFile(file, { kind });
  return { uploadId };
};

/** An example as an upload of the person's own, sent once a page. Rejects as an upload does. */
export const exampleMedia = (name: ExampleFile): Promise<MediaRef> => {
  const known = sent.get(name);
  if (known) return known;
  const sending = send(name);
  sent.set(name, sending);
  sending.catch(() => sent.delete(name));
  return sending;
};
