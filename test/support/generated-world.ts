import * as fc from 'fast-check';
import type { Analysis, Usage } from '../../src/domain/analysis.ts';
import type { Collected } from '../../src/domain/collected.ts';
import type { JsonObject } from '../../src/domain/json.ts';
import type { PolicyAttachment, Principal } from '../../src/domain/principal.ts';
import {
  analysed,
  analysis,
  attached,
  awsPolicy,
  collected,
  doc,
  groupArn,
  inlinePolicy,
  managedPolicy,
  permission,
  role,
  roleArn,
  SENSITIVE,
  tinyCatalog,
  user,
  userArn,
} from './builders.ts';

/** Small accounts over the tiny catalog: roles and users, a group, shared and AWS-managed policies, odd statements. */

export const catalog = tinyCatalog();
export const ACTIONS = catalog.expand('*');

/** Names that the catalog does not know, sorted. */
export const UNKNOWN_NAMES = ['KMS:decryptThing', 'foo:Bar', 's3:GetObjectThing', 's3:ListThing'];

const PATTERNS = [
  ...ACTIONS,
  '*',
  's3:*',
  'kms:*',
  'IAM:*User',
  's3:*Object',
  's3:Get*',
  'k?s:D*',
  '*:*Role',
  'foo:*',
  ...UNKNOWN_NAMES,
];

const patterns = fc.uniqueArray(fc.constantFrom(...PATTERNS), { minLength: 1, maxLength: 4 });

const statement: fc.Arbitrary<JsonObject> = fc
  .record({
    effect: fc.constantFrom('Allow', 'Allow', 'Allow', 'Deny'),
    element: fc.constantFrom('Action', 'Action', 'Action', 'NotAction'),
    patterns,
    scalar: fc.boolean(),
    sid: fc.boolean(),
    resourceFirst: fc.boolean(),
    condition: fc.boolean(),
  })
  .map(({ effect, element, patterns: list, scalar, sid, resourceFirst, condition }) => {
    const [only] = list;
    const actions = { [element]: scalar && list.length === 1 && only !== undefined ? only : list };
    return {
      ...(sid ? { Sid: '' } : {}),
      ...(resourceFirst ? { Resource: 'arn:aws:s3:::b' } : {}),
      Effect: effect,
      ...actions,
      ...(resourceFirst ? {} : { NotResource: ['x'] }),
      ...(condition ? { Condition: { Bool: { 'aws:SecureTransport': 'true' } } } : {}),
    };
  });

const document = fc.array(statement, { minLength: 1, maxLength: 3 }).map((list) => doc(...list));

const usages = fc.array(
  fc.constantFrom<Usage>('unused', 'unused', 'unused', 'used', 'unknown', 'denied-only'),
  {
    minLength: ACTIONS.length,
    maxLength: ACTIONS.length,
  },
);

export interface GeneratedWorld {
  readonly collected: Collected;
  /** By principal ARN: the verdict on every action, in the order of `ACTIONS`. */
  readonly usage: ReadonlyMap<string, readonly Usage[]>;
  readonly inScope: ReadonlySet<string>;
}

const NAMES = ['a', 'b', 'c', 'd'] as const;

export const generatedWorld: fc.Arbitrary<GeneratedWorld> = fc
  .record({
    inline: fc.tuple(...NAMES.map(() => fc.option(document))),
    shared: fc.tuple(document, document),
    aws: document,
    group: document,
    carries: fc.tuple(...NAMES.map(() => fc.subarray(['m0', 'm1', 'aws', 'group', 'group-m1'] as const))),
    boundary: fc.option(fc.constantFrom('m0', 'm1'), { freq: 8 }),
    usage: fc.tuple(...NAMES.map(() => usages)),
    inScope: fc.tuple(...NAMES.map(() => fc.boolean())),
    analysed: fc.tuple(...NAMES.map(() => fc.integer({ min: 0, max: 9 }))),
  })
  .map((made) => {
    const [m0, m1] = [managedPolicy('m0', made.shared[0]), managedPolicy('m1', made.shared[1])];
    const aws = awsPolicy('Aws', made.aws);
    const group = groupArn('g');
    const inGroup = inlinePolicy(group, 'g', made.group);
    const policies = [m0, m1, aws, inGroup];
    const attachment = {
      m0: attached(m0),
      m1: attached(m1),
      aws: attached(aws),
      group: attached(inGroup, group),
      'group-m1': attached(m1, group),
    };
    const principals = NAMES.map((name, index): Principal => {
      // Two roles, then two users, who alone can be in the group.
      const isUser = index >= 2;
      const arn = isUser ? userArn(name) : roleArn(name);
      const list: PolicyAttachment[] = [];
      const own = made.inline[index];
      if (own) {
        const policy = inlinePolicy(arn, 'own', own);
        policies.push(policy);
        list.push(attached(policy));
      }
      for (const carried of made.carries[index] ?? []) {
        if (isUser || !carried.startsWith('group')) list.push(attachment[carried]);
      }
      const permissionsBoundary =
        index === 0 && made.boundary !== null ? attachment[made.boundary].policyId : null;
      return isUser ? user(name, list) : role(name, list, { permissionsBoundary });
    });
    const known = principals.filter((_, index) => made.analysed[index] !== 0);
    return {
      collected: collected(principals, policies),
      usage: new Map(
        known.map((principal) => [principal.arn, made.usage[principals.indexOf(principal)] ?? []]),
      ),
      inScope: new Set(principals.filter((_, index) => made.inScope[index]).map(({ arn }) => arn)),
    };
  });

/**
 * The analysis that goes with a world: sensitive and touched actions as permissions, the others as `otherUnused`; allowed
 * names that the catalog does not know are permissions too, and unknown.
 */
export function analysisOf({
  collected: { principals, policies },
  usage,
  inScope,
}: GeneratedWorld): Analysis {
  const judged = principals.flatMap((principal) => {
    const verdicts = usage.get(principal.arn);
    if (verdicts === undefined) return [];
    const all = ACTIONS.map((action, index) => permission(action, verdicts[index] ?? 'unknown'));
    const listed = all.filter(({ action, usage: verdict }) => isSensitive(action) || verdict !== 'unused');
    const otherUnused = all.filter((each) => !listed.includes(each)).map(({ action }) => action);
    const allows = principal.attachments
      .flatMap(({ policyId }) => policies.get(policyId)?.document?.statements ?? [])
      .filter(({ effect, action }) => effect === 'Allow' && !action.negated);
    const named = new Set(allows.flatMap(({ action }) => action.patterns));
    const unknown = UNKNOWN_NAMES.filter((name) => named.has(name));
    const permissions = [...listed, ...unknown.map((name) => permission(name, 'unknown'))];
    return [analysed(principal, {}, { permissions, otherUnused, inScope: inScope.has(principal.arn) })];
  });
  return analysis(...judged);
}

function isSensitive(action: string): boolean {
  return (SENSITIVE as readonly string[]).includes(action);
}
