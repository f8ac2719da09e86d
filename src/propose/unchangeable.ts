import type { Policy } from '../domain/policy.ts';
import type { Principal, Unmanageable } from '../domain/principal.ts';

const UNMANAGEABLE: readonly {
  readonly kind: Unmanageable;
  readonly matches: (principal: Principal) => boolean;
  readonly reason: string;
}[] = [
  {
    // IAM User Guide, id_roles_create-service-linked-role: only the linked service can edit the permissions.
    kind: 'service-linked-role',
    matches: ({ path }) => path.startsWith('/aws-service-role/'),
    reason: 'This is a service-linked role: only the AWS service it belongs to can change its permissions.',
  },
  {
    // IAM Identity Center User Guide: the role is provisioned from the permission set and a change of it is undone.
    kind: 'identity-center-role',
    matches: ({ path, name }) =>
      path.startsWith('/aws-reserved/sso.amazonaws.com/') || name.startsWith('AWSReservedSSO_'),
    reason: 'IAM Identity Center makes this role from a permission set: change the permission set instead.',
  },
];

export function isUnmanageable(principal: Principal): boolean {
  return UNMANAGEABLE.some(({ matches }) => matches(principal));
}

/** Why nothing can be proposed for a principal whatever the evidence; null when something can. */
export function whyUnchangeable(
  principal: Principal,
  recreated: boolean,
  policies: ReadonlyMap<string, Policy>,
): string | null {
  if (recreated) {
    return 'The inputs hold two principals with this ARN and different unique ids: give one current export.';
  }
  const unmanageable = UNMANAGEABLE.find(({ matches }) => matches(principal));
  if (unmanageable) return unmanageable.reason;
  const unreadable = principal.attachments
    .map(({ policyId }) => policyId)
    .filter((id) => !policies.get(id)?.document);
  const [first] = unreadable.sort();
  if (first === undefined) return null;
  const problem = policies.get(first)?.problem ?? 'it is not in the authorization details given';
  return `The document of ${first} cannot be read (${problem}), so what is removed elsewhere might still be granted by it.`;
}
