import { expect, test } from 'vitest';
import { mayRole, PERMISSIONS, type Permission, TOKEN_SCOPES } from '../../../worker/contract/permissions.ts';
import { ROLES } from '../../../worker/contract/users.ts';
import { createApiToken } from '../../../worker/services/tokens/create-token.ts';
import { problemOf } from '../../support/api.ts';
import { testContext } from '../../support/context.ts';
import { askRoute, byName, type Route, readRoutes } from '../../support/openapi.ts';
import { createUser } from '../../support/users.ts';

// Every route of the OpenAPI document × every role × both keys, and every route × every scope.

const routes = (await readRoutes()).filter((route) => route.access !== 'development');
const permissionOf = ({ access }: Route): Permission => {
  if (access === 'development') throw new Error('not for roles');
  return access;
};
const cases = byName(routes);

/** What the door said: `let in`, or the code of its refusal. Other problems come from behind it. */
const doorOf = async (reply: Response): Promise<string> => {
  if (reply.headers.get('Content-Type') !== 'application/problem+json') {
    await reply.body?.cancel();
    return 'let in';
  }
  const { code } = await problemOf(reply);
  return ['unauthenticated', 'forbidden', 'insufficient_scope'].includes(code) ? code : 'let in';
};

/** These ask for a cookie of their own and say `unauthenticated` themselves. */
const saysSoItself = (route: Route) => ['/api/session/refresh', '/api/auth/second-factor'].includes(route.path);

test.each(cases.filter(([, route]) => !saysSoItself(route)))(
  '%s opens to the roles of its permission',
  async (_, route) => {
    const permission = permissionOf(route);
    const doors: Record<string, string> = {};
    const expected: Record<string, string> = {};
    for (const role of ROLES) {
      if (role === 'guest') {
        doors.guest = await doorOf(await askRoute(route, {}));
        expected.guest = mayRole('guest', permission) ? 'let in' : 'unauthenticated';
        continue;
      }
      for (const via of ['cookie', 'token'] as const) {
        const user = await createUser({ role });
        doors[`${role} by ${via}`] = await doorOf(await askRoute(route, { user, via }));
        expected[`${role} by ${via}`] = mayRole(role, permission) ? 'let in' : 'forbidden';
      }
    }
    expect(doors).toEqual(expected);
  },
);

test.each(cases)('%s opens to a token with its scope and to no other', async (_, route) => {
  const permission = permissionOf(route);
  const { scope: needed } = PERMISSIONS[permission];
  for (const scope of TOKEN_SCOPES) {
    const user = await createUser({ role: 'superadmin' });
    const { token } = await createApiToken(testContext(), { userId: user.userId, name: 'narrow', scopes: [scope] });
    const door = await doorOf(await askRoute(route, { user: { ...user, token } }));
    if (saysSoItself(route)) continue;
    expect([scope, door]).toEqual([scope, needed === null || needed === scope ? 'let in' : 'insufficient_scope']);
  }
});

test('every permission is somebody’s, and no role loses what a lesser one has', () => {
  for (const permission of Object.keys(PERMISSIONS) as Permission[]) {
    const mayDo = ROLES.map((role) => mayRole(role, permission));
    expect(mayDo.at(-1), permission).toBe(true);
    expect(mayDo, permission).toEqual(mayDo.toSorted((a, b) => Number(a) - Number(b)));
  }
});
