import { z } from 'zod';

/** What can be asked for (G-09). */
export const MODULES = ['tts', 'text', 'image', 'img2vid_noaudio', 'img2vid_audio', 'audio2vid'] as const;
export const moduleSchema = z.enum(MODULES).meta({ id: 'Module' });
export type Module = z.infer<typeof moduleSchema>;

/** A job in a line of a list: what it makes, and how that begins which was asked for; empty where no words asked. */
export const workSchema = z.strictObject({ module: moduleSchema, excerpt: z.string() }).meta({ id: 'Work' });
export type Work = z.infer<typeof workSchema>;
