import type { Activity } from '../../domain/facts.ts';
import type { Principal } from '../../domain/principal.ts';

const IAM_ENTITY = /^(arn:[^:]+:iam::\d{12}:(?:role|user|group|instance-profile)\/)(.*)$/;

/**
 * Mends ARNs that were made from IAM names: a request names a role without its path, but policies are evaluated on the
 * ARN with it. A name is unique in its account, so the export tells the ARN; for a name it does not hold (deleted
 * since) the key is reduced to all entities of the kind, because a guessed ARN could be narrowed to.
 */
export function resolveIamNames<Row extends Pick<Activity, 'resources'>>(
  activity: readonly Row[],
  principals: readonly Principal[],
): Row[] {
  const known = new Map<string, string>();
  for (const { arn, groups, instanceProfiles } of principals) {
    for (const entity of [arn, ...groups, ...instanceProfiles]) known.set(withoutPath(entity), entity);
  }
  const resolved = new Map<readonly string[], readonly string[]>();
  return activity.map((row) => {
    let resources = resolved.get(row.resources);
    if (resources === undefined) {
      resources = row.resources.some((arn) => IAM_ENTITY.test(arn))
        ? [...new Set(row.resources.map((arn) => resolveName(arn, known)))].sort()
        : row.resources;
      resolved.set(row.resources, resources);
    }
    return resources === row.resources ? row : { ...row, resources };
  });
}

function resolveName(arn: string, known: ReadonlyMap<string, string>): string {
  const [, kind] = IAM_ENTITY.exec(arn) ?? [];
  if (kind === undefined || arn.endsWith('*')) return arn;
  return known.get(withoutPath(arn)) ?? `${kind}*`;
}

function withoutPath(arn: string): string {
  return arn.replace(IAM_ENTITY, (_, kind: string, rest: string) => `${kind}${rest.split('/').at(-1) ?? ''}`);
}
