import type { SplitResult } from '../main/split.ts';

/** What `paredown split` prints: documents to create the role from, what they rest on, and what a person must decide. */
export function splitDocument({ principal, split, verified, sessions }: SplitResult) {
  const listed = (uses: SplitResult['split']['uses']) =>
    uses.map(({ action, calls, resources, certain }) => ({
      action,
      calls,
      resources: resources ?? 'not told by the log',
      ...(certain ? {} : { certain: false }),
    }));
  return {
    from: principal.arn,
    role: split.roleName,
    sessions,
    policy: { name: split.policyName, document: split.policy },
    trustPolicy: split.trust,
    verification: { status: verified.status, ...verified.verification },
    uses: listed(split.uses),
    needs: listed(split.needs),
    notes: split.notes,
  };
}

/** The same in a few lines for a person. */
export function splitLines({ principal, split, verified, sessions }: SplitResult): readonly string[] {
  const words = (taken: boolean) =>
    sessions
      .filter((group) => group.taken === taken)
      .map(
        ({ kind, names, calls }) =>
          `${names} ${kind} session name${names === 1 ? '' : 's'} with ${calls} calls`,
      )
      .join(', ') || 'none';
  const { verification } = verified;
  const failures = Object.values(verification ?? {}).flatMap((check) => check.counterexamples);
  return [
    `${split.roleName}, drafted from ${words(true)} of ${principal.name}; left on it: ${words(false)}.`,
    verified.status === 'verified'
      ? `Verified: grants nothing the old role does not, and allows every one of ${verification?.noLostUsage.replayed ?? 0} observed calls.`
      : `NOT verified (${failures.length} counterexamples); do not use it as it is:`,
    ...failures
      .slice(0, 5)
      .map(({ action, resource, explanation }) => `  ${action} on ${resource ?? '?'}: ${explanation}`),
    ...(split.needs.length === 0
      ? []
      : [
          `Refused to these sessions, for a person to grant or refuse: ${split.needs.map(({ action }) => action).join(', ')}`,
        ]),
    'Nothing was created. The trust policy is a skeleton: check it before use.',
  ];
}
