import { type ClassifiedActivity, sessionsIn } from '../analyze/index.ts';
import type { Collected } from '../domain/collected.ts';
import { UserError } from '../domain/errors.ts';
import type { Activity } from '../domain/facts.ts';
import type { Principal } from '../domain/principal.ts';
import type { VerifiedRecommendation } from '../domain/recommendation.ts';
import type { SessionDriver } from '../domain/sessions.ts';
import type { CollectProgress, RunRequest } from '../main.ts';
import { type RoleSplit, splitRole } from '../propose/index.ts';
import { verify } from '../verify/index.ts';
import { findCollected } from './find-collected.ts';
import { gather } from './gather.ts';
import { createMatcher } from './name-pattern.ts';

export interface SplitRequest {
  /** ARN, unique id or name of a role. */
  readonly principal: string;
  /** Whose sessions the new role is for. */
  readonly kind: SessionDriver;
  /** Only sessions with these names (`*` and `?`); then `kind` does not matter. */
  readonly sessions: readonly string[];
  readonly roleName: string | null;
}

export interface SplitResult {
  readonly principal: Principal;
  readonly split: RoleSplit;
  readonly verified: VerifiedRecommendation;
  /** The sessions it was drafted from, and those left on the old role, by kind. */
  readonly sessions: readonly {
    readonly kind: SessionDriver;
    readonly names: number;
    readonly calls: number;
    readonly taken: boolean;
  }[];
}

/**
 * Drafts a dedicated role for the sessions of one kind on a role, and proves it by replaying those sessions.
 *
 * It works from the evidence, as `run` does: assessment.json keeps verdicts, not what each session asked of which
 * resource, and a policy drafted from verdicts could neither name resources nor be replayed.
 *
 * @throws UserError when the principal is no role of the export, or none of its sessions is of the kind.
 */
export async function split(
  request: RunRequest,
  wanted: SplitRequest,
  progress: ((progress: CollectProgress) => void) | null,
): Promise<SplitResult> {
  const { collected, catalog } = await gather(request, progress);
  const principal = findCollected(collected, wanted.principal);
  if (principal.type !== 'role') {
    throw new UserError(`${principal.arn} is a user: it has no sessions to divide. Name a role.`);
  }
  const all = sessionsIn(collected, request.agents)(principal).activity;
  const matches = wanted.sessions.map(createMatcher);
  const isTaken = ({ kind, session }: ClassifiedActivity): boolean =>
    matches.length === 0
      ? kind === wanted.kind
      : session.sessionName !== null && matches.some((match) => match(session.sessionName ?? ''));
  const taken = all.filter(isTaken);
  if (taken.length === 0) throw nothingTaken(principal, wanted, all);
  const roleName = wanted.roleName ?? `${principal.name}-agent`.slice(-64);
  const activity = taken.map(({ session }) => session);
  const drafted = splitRole(collected, principal, activity, catalog, { roleName });
  const [verified] = verify(
    copiedWorld(collected, drafted, activity),
    null,
    [drafted.recommendation],
    catalog,
  );
  if (verified === undefined) throw new Error('the verifier lost the recommendation');
  return { principal, split: drafted, verified, sessions: summary(all, isTaken) };
}

/** The account as if the old role stood there once more under the new name and had made only these calls. */
function copiedWorld(collected: Collected, { copy, copyPolicy }: RoleSplit, rows: RoleActivity): Collected {
  const activity = rows.map(
    (row): Activity => ({
      ...row,
      principalArn: copy.arn,
      principalId: copy.uniqueId,
      category: 'Management',
      day: row.first.slice(0, 10),
    }),
  );
  return {
    ...collected,
    principals: [copy],
    policies: new Map([...collected.policies, [copyPolicy.id, copyPolicy]]),
    usage: collected.usage === null ? null : { ...collected.usage, activity },
  };
}

type RoleActivity = readonly ClassifiedActivity['session'][];

function summary(
  all: readonly ClassifiedActivity[],
  isTaken: (row: ClassifiedActivity) => boolean,
): SplitResult['sessions'] {
  const groups = new Map<
    string,
    { kind: SessionDriver; names: Set<string>; calls: number; taken: boolean }
  >();
  for (const row of all) {
    const taken = isTaken(row);
    const key = `${row.kind} ${taken}`;
    const group = groups.get(key) ?? { kind: row.kind, names: new Set<string>(), calls: 0, taken };
    groups.set(key, group);
    group.names.add(row.session.sessionName ?? '');
    group.calls += row.session.calls;
  }
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { kind, names, calls, taken }]) => ({ kind, names: names.size, calls, taken }));
}

function nothingTaken(
  principal: Principal,
  { kind, sessions }: SplitRequest,
  all: readonly ClassifiedActivity[],
): UserError {
  const seen = [...new Set(all.map((row) => row.kind))].sort();
  const has = seen.length === 0 ? 'the log shows no session of it' : `its sessions are: ${seen.join(', ')}`;
  const asked =
    sessions.length > 0 ? `has no session called ${sessions.join(' or ')}` : `has no ${kind} sessions`;
  return new UserError(
    `${principal.arn} ${asked} (${has}). Choose others with --kind, or by name with --sessions.`,
  );
}
