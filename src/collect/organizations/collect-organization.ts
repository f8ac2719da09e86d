import { canonicalJson } from '../../domain/canonical-json.ts';
import type { InputRecord } from '../../domain/collected.ts';
import { UserError } from '../../domain/errors.ts';
import type { Organization, OrganizationPolicy } from '../../domain/organization.ts';
import type { PolicyDocument } from '../../domain/policy.ts';
import { PolicySyntaxError, parsePolicy, printPolicy } from '../../iam/index.ts';
import { inputDigest } from '../files/input-digest.ts';
import { listInput } from '../files/list-input.ts';
import { readJsonFiles, wholeValues } from '../files/read-json.ts';
import { describedOrganization, describedPolicy, type PlainPolicy, plainForm } from './schema.ts';

const EXPECTED =
  'service control policies: [{"id", "name", "targets": [account, OU or root ids], "content"}], or ' +
  'describe-policy output with the "Targets" of list-targets-for-policy beside "Policy"';

export interface CollectedOrganization {
  readonly organization: Organization;
  readonly inputs: readonly InputRecord[];
}

/**
 * Reads service and resource control policies. What is given twice alike, as a snapshot and a file of the same
 * organization do, is there once.
 *
 * @throws UserError for a file that holds something else, a policy IAM could not read, or two that differ and share an id
 */
export async function collectOrganization(typed: readonly string[]): Promise<CollectedOrganization> {
  const policies = new Map<string, Given>();
  const parents = new Map<string, readonly string[]>();
  const inputs: InputRecord[] = [];
  let managementAccount: string | null = null;
  const vouchedFor = new Set<string>();
  const given = new Set<string>();
  for (const path of typed) {
    const listing = await listInput(path);
    const hashes = new Map<string, string | null>();
    let records = 0;
    for await (const file of readJsonFiles(listing, EXPECTED)) {
      const { location } = file.file;
      hashes.set(location, file.sha256);
      for (const value of wholeValues(file, EXPECTED)) {
        const organization = describedOrganization.safeParse(value);
        if (organization.success) {
          managementAccount = organization.data.Organization.MasterAccountId;
          continue;
        }
        const part = readPart(value, location);
        for (const policy of part.policies) add(policy, location, policies);
        for (const account of part.accounts) parents.set(account.id, account.parents);
        managementAccount = part.managementAccount ?? managementAccount;
        for (const { id } of [...part.policies, ...part.accounts]) {
          given.add(id);
          if (part.complete) vouchedFor.add(id);
        }
        records += part.policies.length;
      }
    }
    inputs.push({
      kind: 'organization-policies',
      location: path,
      sha256: inputDigest(listing, hashes),
      records,
    });
  }
  return {
    organization: {
      policies: [...policies.values()].map(({ policy }) => policy).sort((a, b) => (a.id < b.id ? -1 : 1)),
      parents: Object.fromEntries([...parents].sort(([a], [b]) => (a < b ? -1 : 1))),
      managementAccount,
      // A file of some policies beside the whole organization takes nothing from it, as long as it adds nothing either.
      complete: policies.size > 0 && [...given].every((id) => vouchedFor.has(id)),
    },
    inputs,
  };
}

/** A policy, and the file that gave it first. */
interface Given {
  readonly policy: OrganizationPolicy;
  readonly location: string;
}

interface Part {
  readonly policies: readonly PlainPolicy[];
  readonly accounts: readonly { readonly id: string; readonly parents: readonly string[] }[];
  readonly managementAccount?: string | undefined;
  readonly complete: boolean;
}

function readPart(value: unknown, location: string): Part {
  const described = describedPolicy.safeParse(value);
  if (described.success) return { policies: [described.data], accounts: [], complete: false };
  const plain = plainForm.safeParse(value);
  if (plain.success) return { accounts: [], complete: false, ...plain.data };
  if (typeof value === 'object' && value !== null && 'Policy' in value && !('Targets' in value)) {
    throw new UserError(
      `${location} does not say what the policy is attached to: put the "Targets" of ` +
        '`aws organizations list-targets-for-policy` beside "Policy".',
    );
  }
  throw new UserError(`${location} holds something else. Expected ${EXPECTED}.`);
}

function add(
  { id, name, type, targets, content }: PlainPolicy,
  location: string,
  policies: Map<string, Given>,
): void {
  const policy = {
    id,
    name,
    type,
    targets: [...new Set(targets)].sort(),
    document: read(id, content, location),
  };
  const earlier = policies.get(id);
  if (earlier === undefined) {
    policies.set(id, { policy, location });
    return;
  }
  const differing = differences(earlier.policy, policy);
  if (differing.length === 0) return;
  const both =
    earlier.location === location
      ? `${location}: the policy ${id} is given twice, and`
      : `The policy ${id} of ${location} is not that of ${earlier.location}:`;
  throw new UserError(
    `${both} ${differing.join(' and ')} differ. Give the one that applies (of a snapshot: collect again, or leave --scps out).`,
  );
}

function read(id: string, content: PlainPolicy['content'], location: string): PolicyDocument {
  try {
    return parsePolicy(content);
  } catch (error) {
    if (!(error instanceof PolicySyntaxError)) throw error;
    throw new UserError(`${location}: the content of policy ${id} cannot be read: ${error.message}.`);
  }
}

/** In what two policies of one id differ, in AWS's words; how a document is laid out makes no difference. */
function differences(a: OrganizationPolicy, b: OrganizationPolicy): readonly string[] {
  const parts = ({ name, type, targets, document }: OrganizationPolicy) => ({
    Name: name,
    Type: type,
    Targets: targets,
    Content: canonicalJson(printPolicy(document)),
  });
  const [one, other] = [parts(a), parts(b)];
  return (['Name', 'Type', 'Targets', 'Content'] as const).filter(
    (part) => JSON.stringify(one[part]) !== JSON.stringify(other[part]),
  );
}
