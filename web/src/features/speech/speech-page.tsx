export const SpeechPage = () => null;
