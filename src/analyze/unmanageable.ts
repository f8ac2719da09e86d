import type { Principal, Unmanageable } from '../domain/principal.ts';

/**
 * Roles whose policies cannot be changed where they stand: AWS owns service-linked roles, and IAM Identity Center
 * rewrites `AWSReservedSSO_*` roles from their permission set, which is what to change.
 */
export function unmanageableKind(principal: Principal): Unmanageable | null {
  if (principal.type !== 'role') return null;
  if (principal.path.startsWith('/aws-service-role/')) return 'service-linked-role';
  if (
    principal.path.startsWith('/aws-reserved/sso.amazonaws.com/') ||
    principal.name.startsWith('AWSReservedSSO_')
  ) {
    return 'identity-center-role';
  }
  return null;
}
