import { callSandbox } from './sandbox-support.ts';

export const AZURE = 'https://westeurope.tts.speech.microsoft.com';
export const AZURE_KEY = { 'ocp-apim-subscription-key': 'sandbox0'.repeat(4) };

/** A document with this inside its only voice. */
export const ssml = (inside: string, voice = 'en-US-JennyNeural'): string =>
  `<speak version="1.0" xmlns="http://www.w3.org/2001/10/synthesis" xmlns:mstts="https://www.w3.org/2001/mstts" xml:lang="en-US"><voice name="${voice}">${inside}</voice></speak>`;

/** A document to be spoken, with a good key; `own` overrides headers. */
export const speakSsml = (body: string, own: Record<string, string> = {}): Promise<Response> =>
  callSandbox(`${AZURE}/cognitiveservices/v1`, {
    method: 'POST',
    headers: {
      ...AZURE_KEY,
      'content-type': 'application/ssml+xml',
      'user-agent': 'tests/1.0',
      'x-microsoft-outputformat': 'audio-24khz-48kbitrate-mono-mp3',
      ...own,
    },
    body,
  });

export const PCM_HZ = 16_000;

/** The samples of a document, at 16,000 a second and between -1 and 1. */
export const hear = async (body: string): Promise<Float32Array> => {
  const answer = await speakSsml(body, { 'x-microsoft-outputformat': 'raw-16khz-16bit-mono-pcm' });
  if (answer.status !== 200) throw new Error(`status ${answer.status}`);
  return Float32Array.from(new Int16Array(await answer.arrayBuffer()), (sample) => sample / 32_768);
};

export const secondsOf = (samples: Float32Array): number => samples.length / PCM_HZ;

export const loudnessOf = (samples: Float32Array): number =>
  Math.sqrt(samples.reduce((sum, sample) => sum + sample ** 2, 0) / samples.length);
