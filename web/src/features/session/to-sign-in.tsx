import { useEffect } from 'react';
import { Boot } from '../../app/boot.tsx';
import { herePath, signInPath } from './next-path.ts';

/** Leaves for the sign-in page and takes along where one was. A full load: nothing of the person's stays in the page. */
export const ToSignIn = () => {
  useEffect(() => window.location.replace(signInPath(herePath())), []);
  return <Boot />;
};
