import { z } from 'zod';
import type { PrincipalTests } from '../domain/policy-tests.ts';
import { list, record, text } from './schema-parts.ts';

const decision = z.enum(['allowed', 'denied']);
const policies = record({
  PolicyInputList: list(text),
  PermissionsBoundaryPolicyInputList: list(text).exactOptional(),
});

/** The content of one `tests.json`, but for its version. */
export const principalTestsSchema = record({
  principalArn: text,
  simulate: record({ before: policies, after: policies }),
  tests: list(
    record({
      kind: z.enum(['must-allow', 'must-deny']),
      basis: z.enum(['observed-use', 'removed', 'never']),
      why: text,
      expect: record({ before: decision, after: decision }),
      unmet: text.exactOptional(),
      simulate: record({
        ActionNames: list(text),
        ResourceArns: list(text),
        ContextEntries: list(
          record({
            ContextKeyName: text,
            ContextKeyValues: list(text),
            ContextKeyType: z.enum(['string', 'stringList']),
          }),
        ),
      }),
    }),
  ),
}) satisfies z.ZodType<PrincipalTests>;
