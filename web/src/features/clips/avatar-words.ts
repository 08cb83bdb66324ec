import { t } from '@lingui/core/macro';
import type { Avatar } from '../../api/wire.ts';

const POSES: Record<Avatar['pose'], () => string> = {
  primary: () => t`facing you`,
  secondary: () => t`in another place`,
  side: () => t`from the side`,
  walking: () => t`walking`,
};

/** A person by name and how he is seen: `Emily, from the side`. */
export const avatarName = ({ name, pose }: Pick<Avatar, 'name' | 'pose'>): string => {
  const seen = POSES[pose]();
  return t`${name}, ${seen}`;
};
