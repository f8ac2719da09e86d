import type { OrganizationsClient, PolicySummary } from '@aws-sdk/client-organizations';
import { awsError } from '../aws-error.ts';
import type { AccountWork, Wanted } from './account-work.ts';
import { allPages, ask, FailedCall } from './ask.ts';

const FOLDER = 'organization';
const SERVICE_CONTROL = 'SERVICE_CONTROL_POLICY';
const RESOURCE_CONTROL = 'RESOURCE_CONTROL_POLICY';
export const CONTROL_POLICIES = `${FOLDER}/control-policies.json`;
export const ACCOUNTS = `${FOLDER}/accounts.json`;
type PolicyKind = typeof SERVICE_CONTROL | typeof RESOURCE_CONTROL;
const token = ({ NextToken }: { readonly NextToken?: string | undefined }) =>
  NextToken === '' ? undefined : NextToken;

/** Ids of the active accounts of the organization (`aws organizations list-accounts`). */
export async function fetchAccounts(work: AccountWork): Promise<readonly string[] | null> {
  const found = await work.fetch({ kind: 'organization-policies', path: ACCOUNTS }, async () => {
    const { ListAccountsCommand } = await import('@aws-sdk/client-organizations');
    const client = await work.session.organizations();
    const call = 'organizations:ListAccounts';
    const Accounts: unknown[] = [];
    await allPages(
      call,
      (NextToken) =>
        ask(call, client.send(new ListAccountsCommand({ ...(NextToken !== undefined && { NextToken }) })), [
          'Accounts',
        ]),
      token,
      (page) => Accounts.push(...page.Accounts),
    );
    return { Accounts };
  });
  if (!found) return null;
  const { Accounts } = work.snapshot.read(ACCOUNTS) as {
    readonly Accounts: readonly { readonly Id?: string; readonly Status?: string }[];
  };
  return Accounts.flatMap(({ Id, Status }) => (Id !== undefined && Status === 'ACTIVE' ? [Id] : [])).sort();
}

/**
 * Service and resource control policies with what they are attached to, and what stands above each account: whole or
 * not at all, because half of it would allow or deny what the organization does not. Any account may ask for its
 * organization; "you can only call [ListPolicies] from the management account or a member account that is a delegated
 * administrator" (Organizations API reference). So a member account that is refused it goes without, unless somebody
 * asked for the organization; every other failure is a gap.
 */
export async function fetchControlPolicies(
  work: AccountWork,
  accounts: readonly string[],
  isAsked: boolean,
): Promise<void> {
  const wanted: Wanted = { kind: 'organization-policies', path: CONTROL_POLICIES };
  if (work.snapshot.has(CONTROL_POLICIES)) return;
  const client = await work.session.organizations();
  const organization = await work.attempt(wanted, () => organizationOf(client));
  if (organization === null) return;
  const { managementAccount } = organization;
  if (managementAccount === null) {
    work.snapshot.write(CONTROL_POLICIES, { policies: [], accounts: [], complete: false });
    return;
  }
  const optional = !isAsked && managementAccount !== work.account;
  const service = await work.attempt({ ...wanted, optional }, () => list(client, SERVICE_CONTROL));
  if (service === null) return;
  await work.fetch(wanted, async () => {
    const resource = await list(client, RESOURCE_CONTROL).catch(noneIfUnknownThere);
    const listed = { [SERVICE_CONTROL]: service, [RESOURCE_CONTROL]: resource };
    const policies: unknown[] = [];
    for (const type of [SERVICE_CONTROL, RESOURCE_CONTROL] as const) {
      for (const summary of listed[type]) policies.push(await whole(client, summary, type));
    }
    const above: { readonly id: string; readonly parents: readonly string[] }[] = [];
    const parents = new Map<string, string>();
    for (const id of accounts) above.push({ id, parents: await parentsOf(client, id, parents) });
    return { managementAccount, policies, accounts: above, complete: true };
  });
}

/** The organization of the account; its management account is null when it is in none. */
async function organizationOf(
  client: OrganizationsClient,
): Promise<{ readonly managementAccount: string | null }> {
  const { DescribeOrganizationCommand } = await import('@aws-sdk/client-organizations');
  const call = 'organizations:DescribeOrganization';
  try {
    const { Organization } = await ask(call, client.send(new DescribeOrganizationCommand({})), [
      'Organization',
    ]);
    const { MasterAccountId } = await ask(call, Promise.resolve(Organization), ['MasterAccountId']);
    return { managementAccount: MasterAccountId };
  } catch (error) {
    const isNone =
      error instanceof FailedCall && awsError(error.cause).code === 'AWSOrganizationsNotInUseException';
    if (isNone) return { managementAccount: null };
    throw error;
  }
}

async function list(client: OrganizationsClient, Filter: PolicyKind): Promise<PolicySummary[]> {
  const { ListPoliciesCommand } = await import('@aws-sdk/client-organizations');
  const call = 'organizations:ListPolicies';
  const found: PolicySummary[] = [];
  await allPages(
    call,
    (NextToken) =>
      ask(
        call,
        client.send(new ListPoliciesCommand({ Filter, ...(NextToken !== undefined && { NextToken }) })),
        ['Policies'],
      ),
    token,
    (page) => found.push(...page.Policies),
  );
  return found;
}

/**
 * Where AWS knows no resource control policies there are none: the China Regions' own ListPolicies names no such value
 * of Filter, and AWS GovCloud (US) had it half a year after the others. Both errors are of the API reference, and the
 * same call has just listed service control policies. Being refused is another matter: there may be some.
 */
function noneIfUnknownThere(error: unknown): PolicySummary[] {
  const cause = error instanceof FailedCall ? error.cause : error;
  const { Reason } = (cause ?? {}) as { readonly Reason?: unknown };
  const { code } = awsError(cause);
  const isUnknown =
    code === 'UnsupportedAPIEndpointException' ||
    (code === 'InvalidInputException' &&
      (Reason === 'INVALID_ENUM' || Reason === 'INVALID_ENUM_POLICY_TYPE'));
  if (isUnknown) return [];
  throw error;
}

async function whole(client: OrganizationsClient, summary: PolicySummary, type: string): Promise<unknown> {
  const { DescribePolicyCommand, ListTargetsForPolicyCommand } = await import(
    '@aws-sdk/client-organizations'
  );
  const { Id = '', Name = '' } = summary;
  const describe = 'organizations:DescribePolicy';
  const { Policy } = await ask(describe, client.send(new DescribePolicyCommand({ PolicyId: Id })), [
    'Policy',
  ]);
  const { Content } = await ask(describe, Promise.resolve(Policy), ['Content']);
  const call = 'organizations:ListTargetsForPolicy';
  const targets: string[] = [];
  await allPages(
    call,
    (NextToken) => {
      const input = { PolicyId: Id, ...(NextToken !== undefined && { NextToken }) };
      return ask(call, client.send(new ListTargetsForPolicyCommand(input)), ['Targets']);
    },
    token,
    (page) => targets.push(...page.Targets.flatMap(({ TargetId }) => TargetId ?? [])),
  );
  return { id: Id, name: Name, type, targets: targets.sort(), content: Content };
}

/** Organizational units and the root above an account or unit; each is asked once. */
async function parentsOf(
  client: OrganizationsClient,
  child: string,
  known: Map<string, string>,
): Promise<string[]> {
  const { ListParentsCommand } = await import('@aws-sdk/client-organizations');
  const call = 'organizations:ListParents';
  const above: string[] = [];
  for (let at = child; !at.startsWith('r-'); ) {
    let parent = known.get(at);
    if (parent === undefined) {
      const { Parents } = await ask(call, client.send(new ListParentsCommand({ ChildId: at })), ['Parents']);
      // "A child can have only a single parent" (API reference, ListParents).
      const { Id } = await ask(call, Promise.resolve(Parents[0] ?? {}), ['Id']);
      parent = Id;
      known.set(at, parent);
    }
    if (above.includes(parent)) break;
    above.push(parent);
    at = parent;
  }
  return above;
}
