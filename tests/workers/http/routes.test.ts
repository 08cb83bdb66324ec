import { expect, test } from 'vitest';
import { createApp } from '../../../worker/app.ts';
import { api, jsonOf, problemOf } from '../../support/api.ts';
import { askRoute, readRoutes } from '../../support/openapi.ts';
import { createUser } from '../../support/users.ts';

const routes = await readRoutes();

test('the document names every registered route, and who may call it', () => {
  const documented = new Set(routes.map((route) => `${route.method} ${route.path}`));
  const registered = createApp()
    .routes.filter(({ method, path }) => method !== 'ALL' && !path.startsWith('/sandbox/') && path !== '/openapi.json')
    .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`);
  expect(registered.length).toBeGreaterThan(15);
  expect([...new Set(registered)].filter((route) => !documented.has(route))).toEqual([]);
});

test('the document is OpenAPI 3.1 and every reference in it leads somewhere', async () => {
  const document = await jsonOf<Record<string, unknown>>(await api('/openapi.json'));
  expect(document.openapi).toBe('3.1.0');
  const at = (pointer: string) =>
    pointer
      .slice(2)
      .split('/')
      .reduce<unknown>((value, part) => (value as Record<string, unknown> | undefined)?.[part], document);
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1] ?? '');
  expect(references.length).toBeGreaterThan(10);
  for (const reference of references) expect(at(reference), reference).toBeTypeOf('object');
});

test('every known path refuses the methods it does not have, and names those it has', async () => {
  const user = await createUser();
  for (const path of new Set(routes.map((route) => route.path))) {
    const own = routes.filter((route) => route.path === path).map((route) => route.method);
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].filter((candidate) => !own.includes(candidate))) {
      const reply = await api(path.replaceAll(/\{\w+\}/g, 'x'), { user, method });
      const problem = await problemOf(reply);
      expect([problem.status, problem.code], `${method} ${path}`).toEqual([405, 'method_not_allowed']);
      expect(reply.headers.get('Allow')?.split(', ').sort(), `${method} ${path}`).toEqual(own.toSorted());
    }
  }
});

test('an unknown path is a problem as well', async () => {
  for (const path of ['/api/nothing', '/v1/nothing', '/api/jobs/x/y/z', '/api/']) {
    expect((await problemOf(await api(path))).code, path).toBe('not_found');
  }
});

test('every reply carries the headers that keep it from being a page', async () => {
  const user = await createUser();
  for (const route of routes) {
    const reply = await askRoute(route, { user });
    await reply.body?.cancel();
    expect(reply.headers.get('X-Content-Type-Options'), route.path).toBe('nosniff');
    expect(reply.headers.get('Content-Security-Policy'), route.path).toContain("default-src 'none'");
    expect(reply.headers.get('X-Request-Id'), route.path).toMatch(/^[0-9a-f-]{36}$/);
    expect(reply.headers.get('Cache-Control'), route.path).toBeTruthy();
  }
});
