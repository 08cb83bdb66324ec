import { Navigate } from '@tanstack/react-router';
import { Boot } from '../../app/boot.tsx';
import { usePreferences } from '../preferences/preferences-provider.tsx';
import { MODULE_PATHS } from '../tools.ts';

/** The studio without a page named opens with the tool that was used last. */
export const LastTool = () => {
  const { preferences } = usePreferences();
  return preferences ? <Navigate replace to={MODULE_PATHS[preferences.module ?? 'tts']} /> : <Boot />;
};
