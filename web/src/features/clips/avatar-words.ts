import { t } from '@lingui/core/macro';
import type { Avatar } from '../../api/wire.ts';

const POSES: Record<Avatar['pose'], () => string> = {
  primary: () => t`facing you`,
  secondary: () => t`elsewhere`,
  side: () => t`from the side`,
  walking: () => t`walking`,
};

/** How a person is seen. */
export const poseInWords = (pose: Avatar['pose']): string => POSES[pose]();
