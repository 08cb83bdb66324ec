import { RouterProvider } from '@tanstack/react-router';
import { createRoot } from 'react-dom/client';
import { ErrorBoundary } from './error-boundary.tsx';
import { Providers } from './providers.tsx';
import { createAppRouter } from './router.tsx';

/** Draws everything behind the landing page. */
export const mount = (root: HTMLElement): void => {
  createRoot(root).render(
    <Providers>
      <ErrorBoundary>
        <RouterProvider router={createAppRouter()} />
      </ErrorBoundary>
    </Providers>,
  );
};
