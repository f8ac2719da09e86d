import type { GrantRef } from '../domain/analysis.ts';
import type { Collected } from '../domain/collected.ts';
import type { Policy } from '../domain/policy.ts';
import type { Principal } from '../domain/principal.ts';
import { statementMatchesAction } from '../iam/index.ts';

const ATTACH_EVENTS: ReadonlySet<string> = new Set([
  'AttachRolePolicy',
  'AttachUserPolicy',
  'AttachGroupPolicy',
]);

/** Since when a principal has held its grants, as far as anything tells. */
export class GrantAge {
  readonly #collected: Collected;
  /** `<policy arn> <role, user or group arn>` -> last time the log shows it attached. */
  readonly #attached = new Map<string, string>();
  /** By action: asked for every principal that carries the policy. */
  readonly #granted = new Map<Policy, Map<string, string | null>>();

  constructor(collected: Collected) {
    this.#collected = collected;
    for (const activity of collected.usage?.activity ?? []) {
      if (activity.eventSource !== 'iam.amazonaws.com' || activity.outcome !== 'allowed') continue;
      if (!ATTACH_EVENTS.has(activity.eventName)) continue;
      const policy = activity.resources.find((arn) => arn.includes(':policy/'));
      for (const owner of activity.resources) {
        const key = `${policy} ${owner}`;
        const known = this.#attached.get(key);
        if (owner !== policy && (known === undefined || activity.last > known))
          this.#attached.set(key, activity.last);
      }
    }
  }

  /**
   * True when every grant of the action is known to be younger than `start`. A grant whose age nothing tells (inline
   * policies carry no date) may be old, and an AWS-managed policy's version date is AWS's update, not the grant.
   */
  isTooRecent(principal: Principal, action: string, grantedBy: readonly GrantRef[], start: string): boolean {
    return (
      grantedBy.length > 0 &&
      grantedBy.every((grant) => {
        const since = this.#since(principal, action, grant.policyId);
        return since !== null && since > start;
      })
    );
  }

  /**
   * What of the answers is the principal's own: when the log shows which of its policies attached. Those with the same
   * here have the same answers about the same grants, whatever else they carry.
   */
  own(principal: Principal): readonly string[] {
    if (this.#attached.size === 0) return [];
    const told = principal.attachments.flatMap(({ policyId, viaGroup }) => {
      const time = this.#attached.get(`${policyId} ${viaGroup ?? principal.arn}`);
      return time === undefined ? [] : [`${policyId} ${viaGroup} ${time}`];
    });
    return told.sort();
  }

  /**
   * Whether events of the window could show every grant to be recent. An inline policy carries no date in any event
   * that is looked at, so one among the grants settles it.
   */
  restsOnAttachments(grantedBy: readonly GrantRef[]): boolean {
    return (
      grantedBy.length > 0 &&
      grantedBy.every(({ policyId }) => this.#collected.policies.get(policyId)?.kind !== 'inline')
    );
  }

  #since(principal: Principal, action: string, policyId: string): string | null {
    const policy = this.#collected.policies.get(policyId);
    if (policy === undefined || policy.kind === 'inline') return null;
    const owners = principal.attachments
      .filter((attachment) => attachment.policyId === policyId)
      .map((attachment) => attachment.viaGroup ?? principal.arn);
    const attached = owners.map((owner) => this.#attached.get(`${policyId} ${owner}`) ?? null);
    const attachedSince = attached.every((time) => time !== null) ? (attached.sort()[0] ?? null) : null;
    if (policy.kind === 'aws-managed') return attachedSince;

    const grantedSince = this.#grantedSince(policy, action);
    if (grantedSince === null) return attachedSince;
    return attachedSince !== null && attachedSince > grantedSince ? attachedSince : grantedSince;
  }

  /** Newest first: the grant is as old as the oldest version of the unbroken run of versions that have it. */
  #grantedSince(policy: Policy, action: string): string | null {
    let known = this.#granted.get(policy);
    if (known === undefined) {
      known = new Map();
      this.#granted.set(policy, known);
    }
    let since = known.get(action);
    if (since === undefined) {
      since = null;
      for (const version of [...policy.versions].sort((a, b) =>
        (a.createDate ?? '') < (b.createDate ?? '') ? 1 : -1,
      )) {
        const grants = version.document?.statements.some(
          (statement) => statement.effect === 'Allow' && statementMatchesAction(statement, action),
        );
        if (!grants) break;
        since = version.createDate;
      }
      known.set(action, since);
    }
    return since;
  }
}
