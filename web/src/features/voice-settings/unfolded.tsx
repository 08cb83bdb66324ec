import type { ReactNode } from 'react';
import { useMedia } from '../../ui/use-media.ts';
import { Disclosure } from './disclosure.tsx';

/** As Tailwind's `xl`: from here on the settings have a column of their own. */
const ROOMY = '(min-width: 80rem)';

/** In sight where there is room; elsewhere it would stand between what goes in and the button, and is folded. */
export const Unfolded = ({ title, children }: { title: string; children: ReactNode }) =>
  useMedia(ROOMY) ? (
    children
  ) : (
    <Disclosure title={title} isOpenAtFirst={false}>
      {children}
    </Disclosure>
  );
