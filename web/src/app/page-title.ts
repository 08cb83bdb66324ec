import { useEffect } from 'react';

/** Names the page in the tab and for screen readers, as a document would. */
export const usePageTitle = (title: string): void => {
  useEffect(() => {
    document.title = `${title} — Ozvena`;
  }, [title]);
};
