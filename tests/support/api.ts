import { exports } from 'cloudflare:workers';
import { expect } from 'vitest';
import { type Problem, problemSchema } from '../../worker/contract/problem.ts';
import { secretsIn } from './keep-secrets.ts';
import type { TestUser } from './users.ts';

export const ORIGIN = 'http://localhost:8787';

let lastAddress = 0;
/** An address nobody has called from yet, so that no limit by address is shared between tests. */
export const newAddress = (): string => {
  lastAddress += 1;
  return `10.${(lastAddress >> 16) & 255}.${(lastAddress >> 8) & 255}.${lastAddress & 255}`;
};

export type ApiInit = Omit<RequestInit, 'headers'> & {
  headers?: Record<string, string>;
  /** Sent as JSON. */
  json?: unknown;
  user?: TestUser;
  via?: 'token' | 'cookie';
};

/** A request to the API, from an address of its own; with `user` signed in by token or by cookie. */
export const api = (path: string, init: ApiInit = {}): Promise<Response> => {
  const { json, user, via = 'token', headers: own = {}, ...rest } = init;
  const headers: Record<string, string> = { 'CF-Connecting-IP': newAddress() };
  if (json !== undefined) headers['Content-Type'] = 'application/json';
  if (user && via === 'token') headers.Authorization = `Bearer ${user.token}`;
  if (user && via === 'cookie') Object.assign(headers, { Cookie: user.cookie, 'Sec-Fetch-Site': 'same-origin' });
  const method = rest.method ?? (json === undefined ? 'GET' : 'POST');
  return exports.default.fetch(
    new Request(ORIGIN + path, {
      // What is looked at is the API's own reply, not the page it leads to.
      redirect: 'manual',
      ...rest,
      method,
      headers: { ...headers, ...own },
      ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    }),
  );
};

/** A reply that must be a problem: checks its form and gives it. */
export const problemOf = async (reply: Response): Promise<Problem> => {
  expect(reply.headers.get('Content-Type')).toBe('application/problem+json');
  const problem = problemSchema.parse(await reply.json());
  expect(problem.status).toBe(reply.status);
  expect(JSON.stringify(problem)).not.toMatch(/\.ts:\d+|at \w+ \(/);
  expect(secretsIn(JSON.stringify(problem))).toEqual([]);
  return problem;
};

export const jsonOf = async <T>(reply: Response, status = 200): Promise<T> => {
  const text = await reply.text();
  expect(reply.status, text.slice(0, 500)).toBe(status);
  return JSON.parse(text) as T;
};

export const bytesOf = async (reply: Response): Promise<Uint8Array> => new Uint8Array(await reply.arrayBuffer());
