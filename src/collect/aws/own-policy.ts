import type { JsonObject } from '../../domain/json.ts';
import { AWS_CALLS, type AwsCallRow, type Purpose } from './aws-calls.ts';

interface S3Place {
  readonly bucket: string;
  readonly prefix: string;
}

/** What of AWS is to be used; a statement whose place is not named is left out rather than widened. */
export interface OwnPolicyScope {
  /** `aws`, `aws-cn`, `aws-us-gov`. */
  readonly partition: string;
  /** Where the log is. */
  readonly logs?: S3Place;
  readonly athena?: {
    readonly workgroup: string;
    /** Null: whichever there is. */
    readonly table: { readonly database: string; readonly table: string } | null;
    readonly output: S3Place;
  };
  /** Role to assume in other accounts. */
  readonly roleName?: string;
}

const ALWAYS: readonly Purpose[] = [
  'grants',
  'last-accessed',
  'credentials',
  'trails',
  'event-history',
  'organization',
  'validation',
];

/** The least that the tool itself needs, as an IAM policy document; one statement for each purpose and set of resources. */
export function ownPolicy(scope: OwnPolicyScope): JsonObject {
  const purposes = new Set<Purpose>([
    ...ALWAYS,
    ...(scope.logs === undefined ? [] : (['logs'] as const)),
    ...(scope.athena === undefined || scope.logs === undefined ? [] : (['athena'] as const)),
    ...(scope.roleName === undefined ? [] : (['accounts'] as const)),
  ]);
  const statements = new Map<
    string,
    { purpose: Purpose; actions: Set<string>; resources: readonly string[] }
  >();
  const rows: readonly AwsCallRow[] = AWS_CALLS.filter(({ purpose }) => purposes.has(purpose));
  for (const { purpose, needs } of rows) {
    for (const { action, resources } of needs) {
      const placed = resources.map((resource) => place(resource, scope));
      const key = `${purpose} ${placed.join(' ')}`;
      const statement = statements.get(key) ?? { purpose, actions: new Set<string>(), resources: placed };
      statement.actions.add(action);
      statements.set(key, statement);
    }
  }
  const numbers = new Map<Purpose, number>();
  return {
    Version: '2012-10-17',
    Statement: [...statements.values()].map(({ purpose, actions, resources }) => {
      const number = (numbers.get(purpose) ?? 0) + 1;
      numbers.set(purpose, number);
      return {
        Sid: `${sidOf(purpose)}${number === 1 ? '' : number}`,
        Effect: 'Allow',
        Action: [...actions].sort(),
        Resource: resources.length === 1 ? (resources[0] ?? '*') : [...resources].sort(),
      };
    }),
  };
}

function place(resource: string, { partition, logs, athena, roleName }: OwnPolicyScope): string {
  const path = (location: S3Place | undefined): string =>
    `${location?.bucket ?? ''}/${location?.prefix ?? ''}`;
  const values: Readonly<Record<string, string>> = {
    'BUCKET/PREFIX': path(logs),
    BUCKET: logs?.bucket ?? '',
    OUTPUT_BUCKET: athena?.output.bucket ?? '',
    OUTPUT: path(athena?.output),
    WORKGROUP: athena?.workgroup ?? '',
    DATABASE: athena?.table?.database ?? '*',
    TABLE: athena?.table?.table ?? '*',
    ROLE: roleName ?? '',
  };
  // In one pass: a bucket's prefix may spell a placeholder.
  return resource
    .replace(/^arn:\*:/, `arn:${partition}:`)
    .replace(
      /OUTPUT_BUCKET|OUTPUT|BUCKET\/PREFIX|BUCKET|WORKGROUP|DATABASE|TABLE|ROLE/g,
      (name) => values[name] ?? name,
    );
}

/** `last-accessed` -> `LastAccessed`: a Sid has letters and digits only. */
function sidOf(purpose: Purpose): string {
  return purpose.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
