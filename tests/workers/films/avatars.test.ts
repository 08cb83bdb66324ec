import { expect, test } from 'vitest';
import { AVATAR_IDS, type Avatar } from '../../../worker/contract/avatars.ts';
import { readJpeg } from '../../../worker/media/image/read-jpeg.ts';
import { listAvatars } from '../../../worker/services/avatars/list-avatars.ts';
import { readAvatarPicture } from '../../../worker/services/avatars/read-avatar-picture.ts';
import { api, bytesOf, jsonOf } from '../../support/api.ts';
import { testContext } from '../../support/context.ts';

test('all people are listed by name, pose and shape', async () => {
  const { items } = await jsonOf<{ items: Avatar[] }>(await api('/api/avatars'));
  expect(items.map(({ avatarId }) => avatarId)).toEqual(AVATAR_IDS);
  expect(items.find(({ avatarId }) => avatarId === 'any_female_vertical_walking')).toEqual({
    avatarId: 'any_female_vertical_walking',
    name: 'Any female',
    pose: 'walking',
    orientation: 'portrait',
    thumbnailUrl: '/api/avatars/any_female_vertical_walking/thumbnail',
  });
});

test('each looks different, in small, and as upright as he is', async () => {
  const look = async (id: string) => bytesOf(await api(`/api/avatars/${id}/thumbnail`));
  const [upright, lying] = [await look('emily_vertical_primary'), await look('emily_primary')];
  expect(readJpeg(upright)).toMatchObject({ widthPx: 203, heightPx: 360 });
  expect(readJpeg(lying)).toMatchObject({ widthPx: 360, heightPx: 203 });
  expect(await look('marcus_vertical_primary')).not.toEqual(upright);
  expect((await api('/api/avatars/nobody/thumbnail')).status).toBe(422);
});

test('a vendor who is no play shows none of his people, and no drawing passes for one of them', async () => {
  const base = testContext();
  const reach: typeof base.providers.reach = (id, own) => ({ ...base.providers.reach(id, own), isDemo: false });
  const ctx = { ...base, providers: { ...base.providers, reach } };
  expect((await listAvatars(ctx)).every(({ thumbnailUrl }) => thumbnailUrl === null)).toBe(true);
  expect(await readAvatarPicture(ctx, { avatarId: 'emily_side', maxSidePx: 100 })).toBeUndefined();
});
