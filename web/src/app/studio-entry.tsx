import { RouterProvider } from '@tanstack/react-router';
import { createRoot } from 'react-dom/client';
import { Providers } from './providers.tsx';
import { createAppRouter } from './router.tsx';

/** Draws everything behind the landing page. */
export const mount = (root: HTMLElement): void => {
  createRoot(root).render(
    <Providers>
      <RouterProvider router={createAppRouter()} />
    </Providers>,
  );
};
