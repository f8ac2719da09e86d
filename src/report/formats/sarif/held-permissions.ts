import type { Assessment, AssessmentPermission } from '../../assessment-schema.ts';

/** What the principals with an ARN are said to hold: of an action one entry, or one each where an ARN was recreated. */
export type HeldPermissions = (principalArn: string) => readonly AssessmentPermission[];

export function heldPermissions({ principals }: Assessment): HeldPermissions {
  const byPrincipal = new Map<string, readonly AssessmentPermission[]>();
  for (const { arn, permissions } of principals) {
    const others = byPrincipal.get(arn);
    byPrincipal.set(arn, others === undefined ? permissions : [...others, ...permissions]);
  }
  return (principalArn) => byPrincipal.get(principalArn) ?? [];
}
