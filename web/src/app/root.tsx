import { Outlet, useLocation } from '@tanstack/react-router';
import { useLayoutEffect } from 'react';
import { applyThemeOf } from '../ui/theme.ts';

/** What every page stands in: the theme of its part of the house. */
export const Root = () => {
  const { pathname } = useLocation();
  useLayoutEffect(() => applyThemeOf(pathname), [pathname]);
  return <Outlet />;
};
