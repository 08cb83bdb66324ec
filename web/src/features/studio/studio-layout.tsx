export const StudioLayout = () => null;
