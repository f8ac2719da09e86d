import type { JsonObject } from '../../../src/domain/json.ts';
import { parsePolicy } from '../../../src/iam/index.ts';
import type { Request } from '../../../src/verify/index.ts';

/** Where the simulator is known to answer otherwise than we do, and what decides it. */
export interface KnownDifference {
  readonly name: string;
  readonly decidedBy: string;
  readonly applies: (patterns: readonly string[], version: string | null, request: Request) => boolean;
}

/** The first five segments of an ARN are fixed in number; what follows is the resource. */
const RESOURCE = /^arn:(?:[^:]*:){4}(.*)$/s;

export const KNOWN_DIFFERENCES: readonly KnownDifference[] = [
  {
    name: 'variables of a document without Version 2012-10-17',
    decidedBy:
      'IAM User Guide, reference_policies_elements_version: without Version, or in 2008-10-17, policy variables "are ' +
      'treated as literal strings". The simulator replaces them whatever the version.',
    applies: (patterns, version) =>
      version !== '2012-10-17' && patterns.some((pattern) => pattern.includes('${')),
  },
  {
    name: 'a dollar sign that starts no variable',
    decidedBy:
      'IAM User Guide, reference_policies_variables: a variable is `${` to `}`; any other `$` is itself. The simulator ' +
      'puts it into a regular expression as it is.',
    applies: (patterns) => patterns.some((pattern) => /\$(?!\{)/.test(pattern)),
  },
  {
    name: 'an IPv6 address and NotIpAddress of an IPv4 range',
    decidedBy:
      'IAM User Guide, reference_policies_elements_condition_operators: NotIpAddress is "all IP addresses except the ' +
      'specified", so an address of the other family meets it. The simulator says it does not.',
    applies: (patterns) => patterns.some((pattern) => /^\d+\.\d+\.\d+\.\d+(\/\d+)?$/.test(pattern)),
  },
  {
    name: 'a wildcard in the resource type of an ARN',
    decidedBy:
      'Not settled by AWS: reference-arns calls `arn:aws:iam::123456789012:u*` "not allowed", and AWS managed policies ' +
      'hold `arn:aws:quicksight:*:*:*/*` all the same. The simulator lets it match nothing; we read it as the wildcard ' +
      'it is, so that what it may allow is not lost, and name no resource in its place.',
    applies: (patterns) =>
      patterns.some((pattern) => /^[^:/]*[*?][^:/]*[:/]/.test(RESOURCE.exec(pattern)?.[1] ?? '')),
  },
  {
    name: 'a change of what AWS keeps for itself',
    decidedBy:
      'AWS re:Post, identity-center-aws-reserved-sso: "Cannot perform the operation on the protected role ... - this role ' +
      'is only modifiable by AWS"; IAM User Guide, access_policies_managed-vs-inline, says the like of AWS managed ' +
      'policies. The simulator answers that IAM refuses; we answer what the policies of the principal say.',
    applies: (_, __, { action, resource }) =>
      /^iam:(?!get|list|simulate|generate)/i.test(action) &&
      /^arn:[^:]*:iam::(?:[^:]*:role\/aws-reserved\/|aws:policy\/)/i.test(resource ?? ''),
  },
];

/** The known difference that a disagreement over the document and the request is a case of, or null. */
export function knownDifference(document: JsonObject, request: Request): KnownDifference | null {
  const { version, statements } = parsePolicy(document);
  const patterns = statements.flatMap(({ resource, conditions }) => [
    ...(resource?.patterns ?? []),
    ...conditions.flatMap(({ values }) => values),
  ]);
  return KNOWN_DIFFERENCES.find(({ applies }) => applies(patterns, version, request)) ?? null;
}
