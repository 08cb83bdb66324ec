export const SoonPage = () => null;
