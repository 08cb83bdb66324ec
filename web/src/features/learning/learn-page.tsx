export const LearnPage = () => null;
