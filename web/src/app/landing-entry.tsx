import { createRoot } from 'react-dom/client';
import { LandingPage } from '../features/landing/landing-page.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { Providers } from './providers.tsx';

/** Draws the landing page, without a router. */
export const mount = (root: HTMLElement): void => {
  createRoot(root).render(
    <Providers>
      <ErrorBoundary>
        <LandingPage />
      </ErrorBoundary>
    </Providers>,
  );
};
