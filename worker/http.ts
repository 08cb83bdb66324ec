import { OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context as HonoContext, MiddlewareHandler } from 'hono';
import type { ZodError, z as zod } from 'zod';
import type { Context } from './context.ts';
import { FIELD_CODES, type FieldCode, type FieldProblem, problemSchema } from './contract/problem.ts';
import type { Role } from './contract/users.ts';
import { invalidFields } from './errors.ts';
import { guard } from './middleware/guard.ts';
import { limitBody, limitPublic } from './middleware/limits.ts';

/** Who asks. A guest is known by nothing but his address. */
export type Principal = { kind: 'guest' } | { kind: 'user'; userId: string; role: Role; via: 'cookie' | 'token' };

export type AppEnv = { Bindings: Env; Variables: { ctx: Context; requestId: string; principal: Principal } };
export type AppContext = HonoContext<AppEnv>;

/**
 * Who may call a route. `public` costs an anonymous caller a place in the public limit; `development` does not exist in
 * production. One table of it is read by the access middleware, the OpenAPI document and the generated tests.
 */
export type Access = 'public' | 'user' | 'admin' | 'development';

type IssueLike = ZodError['issues'][number];

const isFieldCode = (value: unknown): value is FieldCode => (FIELD_CODES as readonly unknown[]).includes(value);

const escapePointer = (part: PropertyKey): string => String(part).replaceAll('~', '~0').replaceAll('/', '~1');

const toFieldProblems = (issue: IssueLike, prefix: string): FieldProblem[] => {
  const pointer = prefix + issue.path.map((part) => `/${escapePointer(part)}`).join('');
  const { message } = issue;
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        pointer: `${pointer}/${escapePointer(key)}`,
        code: 'unknown_key',
        message: 'There is no such field.',
      }));
    case 'invalid_type': {
      const isMissing = issue.input === undefined && message.includes('undefined');
      return [{ pointer, code: isMissing ? 'required' : 'wrong_type', message }];
    }
    case 'too_big':
    case 'too_small':
      return [{ pointer, code: 'out_of_range', message }];
    case 'invalid_format':
      return [{ pointer, code: 'invalid_format', message }];
    case 'custom': {
      const code: unknown = issue.params?.code;
      return [{ pointer, code: isFieldCode(code) ? code : 'invalid', message }];
    }
    default:
      return [{ pointer, code: 'invalid', message }];
  }
};

const PREFIX: Record<string, string> = { json: '', query: '#query', param: '#path', header: '#header' };

/** Throws the field problems of a failed validation; the one error handler turns them into problem+json. */
export const createRouter = () =>
  new OpenAPIHono<AppEnv>({
    defaultHook: (result) => {
      if (result.success) return;
      const prefix = PREFIX[result.target] ?? '';
      throw invalidFields(result.error.issues.flatMap((issue) => toFieldProblems(issue, prefix)));
    },
  });

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: problemSchema } },
});

/** What any route may answer with; spread into its responses. */
export const problems = { default: problem('A problem; see `code`.') };

/** A JSON reply. */
export const json = <Schema extends zod.ZodType>(schema: Schema, description: string) => ({
  description,
  content: { 'application/json': { schema } },
});

/** A required JSON body. */
export const jsonBody = <Schema extends zod.ZodType>(schema: Schema) => ({
  required: true as const,
  content: { 'application/json': { schema } },
});

/** A reply of bytes. */
export const bytes = (contentType: string, description: string) => ({
  description,
  content: { [contentType]: { schema: z.string().meta({ format: 'binary' }) } },
});

/**
 * Spread into a route's declaration: who may call it. What is declared is what is enforced, documented, and tested by
 * generation.
 */
export const allow = (access: Access) => ({
  security: access === 'user' || access === 'admin' ? [{ session: [] }, { token: [] }] : [],
  'x-access': access,
  middleware: [guard(access), limitPublic, ...limitBody],
});

/** The signed-in user. The access middleware has let nobody else through to a route that asks this. */
export const userOf = (c: AppContext): Extract<Principal, { kind: 'user' }> => {
  const principal = c.get('principal');
  if (principal.kind !== 'user') throw new Error('a route for users was reached by a guest');
  return principal;
};

export type Middleware = MiddlewareHandler<AppEnv>;
