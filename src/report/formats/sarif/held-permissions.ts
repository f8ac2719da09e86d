import type { Assessment, AssessmentPermission } from '../../assessment-schema.ts';

/** What the principals with an ARN are said to hold of an action: one entry, or one each where an ARN was recreated. */
export type HeldPermissions = (principalArn: string, action: string) => readonly AssessmentPermission[];

export function heldPermissions({ principals }: Assessment): HeldPermissions {
  const byPrincipal = new Map<string, Map<string, AssessmentPermission[]>>();
  for (const { arn, permissions } of principals) {
    const held = byPrincipal.get(arn) ?? new Map<string, AssessmentPermission[]>();
    byPrincipal.set(arn, held);
    for (const permission of permissions) {
      const known = held.get(permission.action);
      if (known === undefined) held.set(permission.action, [permission]);
      else known.push(permission);
    }
  }
  return (principalArn, action) => byPrincipal.get(principalArn)?.get(action) ?? [];
}
