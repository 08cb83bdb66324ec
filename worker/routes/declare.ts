import { OpenAPIHono, z } from '@hono/zod-openapi';
import type { ZodError, z as zod } from 'zod';
import { mayRole } from '../contract/permissions.ts';
import { FIELD_CODES, type FieldCode, type FieldProblem, problemSchema } from '../contract/problem.ts';
import { invalidFields } from '../errors.ts';
import type { Access, AppEnv } from '../http.ts';
import { type Admitted, guard } from '../middleware/guard.ts';
import { limitBody, limitPaymentBody } from '../middleware/limit-body.ts';

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

/** A required body of bytes of any kind. Goes with `allowBytes`. */
export const bytesBody = (description: string) => ({
  required: true as const,
  content: { 'application/octet-stream': { schema: z.string().meta({ format: 'binary', description }) } },
});

/** What a request says of the length of its bytes. */
export const lengthIn = (header: string | undefined): number | undefined =>
  header === undefined ? undefined : Number(header);

/** A reply of bytes, of one of these types. */
export const bytes = (contentTypes: string | readonly string[], description: string) => ({
  description,
  content: Object.fromEntries(
    [contentTypes].flat().map((type) => [type, { schema: z.string().meta({ format: 'binary' }) }]),
  ),
});

/**
 * Spread into a route's declaration: the line of the table of permissions that it asks for. What is declared is what is
 * enforced, documented, and tested by generation.
 */
export const allow = (access: Access, when: Admitted = 'before') => ({
  security: access === 'development' || mayRole('guest', access) ? [] : [{ session: [] }, { token: [] }],
  'x-permission': access,
  middleware: [guard(access, when), ...limitBody],
});

/** The same for what comes from a processor of payments: small, and in a form of his own. */
export const allowPayments = (access: Access) => ({
  ...allow(access),
  middleware: [guard(access, 'before'), ...limitPaymentBody],
});

/** The same for a route that takes bytes and bounds them itself. */
export const allowBytes = (access: Access) => ({ ...allow(access), middleware: [guard(access, 'before')] });
