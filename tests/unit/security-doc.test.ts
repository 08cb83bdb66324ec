import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { createApp } from '../../worker/app.ts';
import { PERMISSIONS, type Permission } from '../../worker/contract/permissions.ts';
import { ROLES } from '../../worker/contract/users.ts';
import { markdownTable } from '../support/markdown-table.ts';

const FILE = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', '..', 'docs', 'security.md');
const BLOCK = /(<!-- permissions -->\n)[\s\S]*(<!-- \/permissions -->)/;

const permissionTable = (): string =>
  markdownTable([
    ['permission', 'what it is', ...ROLES, 'token scope', 'limit'],
    ...Object.entries(PERMISSIONS).map(([name, { says, roles, scope, limit }]) => [
      `\`${name}\``,
      says,
      ...ROLES.map((role) => ((roles as readonly string[]).includes(role) ? 'yes' : '')),
      scope ?? 'any',
      limit,
    ]),
  ]);

type Operation = { 'x-permission': Permission | 'development' };

const routeTable = (): string => {
  const document = createApp().getOpenAPI31Document({ openapi: '3.1.0', info: { title: '', version: '' } });
  const routes = Object.entries(document.paths ?? {}).flatMap(([route, operations]) =>
    Object.entries(operations as Record<string, Operation>).map(([method, operation]) => [
      `\`${method.toUpperCase()} ${route}\``,
      `\`${operation['x-permission']}\``,
    ]),
  );
  return markdownTable([['route', 'permission'], ...routes]);
};

test('docs/security.md prints the table of permissions and every route as they are', async () => {
  const written = readFileSync(FILE, 'utf8');
  expect(written).toMatch(BLOCK);
  const fresh = `$1\n${permissionTable()}\n\n${routeTable()}\n\n$2`;
  await expect(written.replace(BLOCK, fresh)).toMatchFileSnapshot(FILE);
});
