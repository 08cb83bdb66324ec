import { describe, expect, it } from 'vitest';
import { signInPath } from '../../../web/src/features/session/next-path.ts';
import { safeNext } from '../../../worker/contract/next-path.ts';

const STUDIO = '/studio/speech';

describe('safeNext', () => {
  it.each([
    '/studio/history',
    '/studio/jobs/job_1?tab=a#end',
    '/',
    '/design',
    '/studio/credits?next=https://evil.example',
  ])('goes to %s', (path) => {
    expect(safeNext(path)).toBe(path);
  });

  it.each([
    ['//evil.example'],
    ['///evil.example'],
    ['https://evil.example'],
    ['http:evil.example'],
    ['javascript:alert(1)'],
    ['data:text/html,x'],
    ['evil.example'],
    ['\\\\evil.example'],
    ['/\\evil.example'],
    ['/studio\\..\\evil'],
    ['/\t/evil.example'],
    ['/\n/evil.example'],
    ['/\r\n/evil.example'],
    ['/\u0000/evil.example'],
    ['/.//evil.example'],
    ['/..//evil.example'],
    ['/studio/..//evil.example'],
    ['/%2e//evil.example'],
    [' /studio'],
    [''],
    [null],
    [undefined],
  ])('refuses %j', (raw) => {
    expect(safeNext(raw)).toBe(STUDIO);
  });

  it.each([
    '/sign-in',
    '/sign-in?next=/sign-in',
    '/api/users/me',
    '/sandbox/mail',
    '/auth/callback?code=c',
    '/studio/../api/voices',
  ])('does not take %s for a page', (path) => {
    expect(safeNext(path)).toBe(STUDIO);
  });

  it('stays on the origin whatever the browser makes of it', () => {
    const origin = 'https://ozvena.example';
    for (const raw of ['/@evil.example', '/:80', '/%5cevil.example', '/%2f%2fevil.example', '/?//evil', '/#//evil']) {
      expect(new URL(safeNext(raw), origin).origin).toBe(origin);
    }
  });
});

describe('signInPath', () => {
  it('takes along where one was, and comes back to just that', () => {
    const from = '/studio/jobs/job_1?a=b&c=d#e';
    const url = new URL(signInPath(from), 'https://ozvena.example');
    expect(url.pathname).toBe('/sign-in');
    expect(safeNext(url.searchParams.get('next'))).toBe(from);
  });

  it('is short when the studio is where one goes anyway', () => {
    expect(signInPath('/studio/speech')).toBe('/sign-in');
    expect(signInPath('//evil.example')).toBe('/sign-in');
  });
});
