import { useQuery } from '@tanstack/react-query';
import { Navigate, Outlet } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { ApiError } from '../../api/api-error.ts';
import { meQuery } from '../../api/queries.ts';
import { ErrorPage } from '../../app/error-page.tsx';
import { LiveProvider } from '../../live/live-provider.tsx';
import { PreferencesProvider } from '../preferences/preferences-provider.tsx';
import { BlockedPage } from '../session/blocked-page.tsx';
import { herePath } from '../session/next-path.ts';
import { SignedOutPage } from '../session/signed-out-page.tsx';
import { ToSignIn } from '../session/to-sign-in.tsx';
import { useFreshSession, useSessionEnd } from '../session/use-session.ts';
import { Sidebar } from './sidebar.tsx';
import { TabBar } from './tab-bar.tsx';
import { TopBar } from './top-bar.tsx';
import { useEventToasts } from './use-event-toasts.ts';

/** Few ever see it, so few load it. */
const DeletionBanner = lazy(async () => ({ default: (await import('./deletion-banner.tsx')).DeletionBanner }));
const DebtBanner = lazy(async () => ({ default: (await import('./debt-banner.tsx')).DebtBanner }));

/** The studio's frame: where one can go on the left, what one has above, and the live socket under it all. */
export const StudioLayout = () => {
  const me = useQuery(meQuery);
  const announce = useEventToasts();
  const over = useSessionEnd();
  useFreshSession();
  if (over === 'lost') return <ToSignIn />;
  if (over === 'blocked') return <BlockedPage />;
  if (me.error instanceof ApiError && me.error.status === 401) return <SignedOutPage />;
  if (me.error && !me.data) return <ErrorPage error={me.error} reset={() => void me.refetch()} />;
  if (me.data && me.data.onboarding !== 'done') return <Navigate replace to="/welcome" search={{ next: herePath() }} />;
  const frame = (
    <div className="grid min-h-dvh bg-paper text-ink lg:grid-cols-[14.5rem_minmax(0,1fr)] print:block print:bg-transparent">
      <Sidebar me={me.data} />
      <div className="flex min-w-0 flex-col">
        <TopBar me={me.data} />
        {me.data?.deletion && (
          <Suspense>
            <DeletionBanner dueAt={me.data.deletion.dueAt} />
          </Suspense>
        )}
        {me.data && me.data.owedCredits > 0 && (
          <Suspense>
            <DebtBanner owedCredits={me.data.owedCredits} />
          </Suspense>
        )}
        <main id="main" className="flex min-w-0 grow flex-col pb-24 lg:pb-0">
          <Outlet />
        </main>
      </div>
      <TabBar />
    </div>
  );
  return (
    <PreferencesProvider me={me.data}>
      {/* Always there: were it put around the page later, the page would begin anew, and what was typed be lost. */}
      <LiveProvider isKnown={me.data !== undefined} onEvent={announce}>
        {frame}
      </LiveProvider>
    </PreferencesProvider>
  );
};
