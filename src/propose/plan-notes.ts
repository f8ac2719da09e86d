import type { SitePlan } from './site-plan.ts';

/** What a reviewer should know of how an edit is carried out, one sentence each. */
export function planNotes({ site, parts, denies, denied }: SitePlan): readonly string[] {
  const { policy } = site;
  const isKept = parts[0] === site.document.raw;
  const notes: string[] = [];
  if (policy.kind === 'aws-managed') {
    notes.push(
      isKept
        ? `${policy.name} is managed by AWS and stays attached: replacing it would take more policies than denying what is removed. AWS's future updates of it go on to apply.`
        : `${policy.name} is managed by AWS: after it is replaced, AWS's future updates of it no longer apply.`,
    );
  }
  if (policy.kind !== 'aws-managed' && isKept) {
    notes.push(`${policy.name} stays as it is: it has no room for naming what goes.`);
  }
  if (parts.length > 1) {
    notes.push(`${policy.name} is split into ${parts.length} policies to fit IAM's size limit.`);
  }
  if (denies.length > 0) {
    const where = denies.length === 1 ? 'a further policy' : `${denies.length} further policies`;
    const why = isKept ? '' : ` for which ${policy.name} has no room within IAM's size limit`;
    notes.push(
      `Explicit Denies in ${where} take ${denied} of the removed actions${why}: each by its exact name, so that nothing else is denied. An explicit Deny also outranks what a resource policy grants.`,
    );
  }
  return notes;
}
