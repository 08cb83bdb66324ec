import { Skeleton } from '../../ui/skeleton.tsx';

/** The place of the settings until it is known how one left them: nothing shows a value that is not one's own. */
export const SettingsWaiting = () => (
  <div aria-busy="true" className="grid gap-5">
    <div className="grid grid-cols-2 gap-3 xl:grid-cols-1">
      {[0, 1].map((field) => (
        <div key={field} className="grid gap-1.5">
          <Skeleton className="my-0.5 h-4 w-20" />
          <Skeleton className="h-10" />
        </div>
      ))}
    </div>
    <div className="grid gap-x-6 gap-y-3 sm:grid-cols-3 xl:grid-cols-1">
      {[0, 1, 2].map((slider) => (
        <div key={slider} className="grid h-[3.375rem] content-center gap-3">
          <Skeleton className="h-4 w-24" />
          <Skeleton className="h-1" />
        </div>
      ))}
    </div>
    <div className="border-t border-line pt-4">
      <Skeleton className="my-0.5 h-8" />
    </div>
  </div>
);
