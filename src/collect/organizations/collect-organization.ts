import type { InputRecord } from '../../domain/collected.ts';
import { UserError } from '../../domain/errors.ts';
import type { Organization, OrganizationPolicy } from '../../domain/organization.ts';
import { PolicySyntaxError, parsePolicy } from '../../iam/index.ts';
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
 * Reads service and resource control policies.
 *
 * @throws UserError for a file that holds something else, a policy IAM could not read, or two that share an id
 */
export async function collectOrganization(typed: readonly string[]): Promise<CollectedOrganization> {
  const policies = new Map<string, OrganizationPolicy>();
  const parents = new Map<string, readonly string[]>();
  const inputs: InputRecord[] = [];
  let managementAccount: string | null = null;
  let complete = true;
  for (const path of typed) {
    const listing = await listInput(path);
    const hashes = new Map<string, string | null>();
    const before = policies.size;
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
        complete &&= part.complete;
      }
    }
    inputs.push({
      kind: 'organization-policies',
      location: path,
      sha256: inputDigest(listing, hashes),
      records: policies.size - before,
    });
  }
  return {
    organization: {
      policies: [...policies.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
      parents: Object.fromEntries([...parents].sort(([a], [b]) => (a < b ? -1 : 1))),
      managementAccount,
      complete: complete && policies.size > 0,
    },
    inputs,
  };
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
  policies: Map<string, OrganizationPolicy>,
): void {
  if (policies.has(id)) throw new UserError(`${location}: the policy ${id} is given twice.`);
  try {
    const document = parsePolicy(content);
    policies.set(id, { id, name, type, targets: [...new Set(targets)].sort(), document });
  } catch (error) {
    if (!(error instanceof PolicySyntaxError)) throw error;
    throw new UserError(`${location}: the content of policy ${id} cannot be read: ${error.message}.`);
  }
}
