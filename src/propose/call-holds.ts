import type { JsonObject } from '../domain/json.ts';
import { oncePer } from '../domain/once-per.ts';
import type { PolicyDocument, Statement } from '../domain/policy.ts';
import { elementMatchesAction, matchesAction, parsePolicy } from '../iam/index.ts';
import { serviceOf } from './observed-resources.ts';
import type { RemovalContext, SiteHold } from './removal-context.ts';
import type { SiteEdit } from './site-plan.ts';
import type { Site, Subject } from './world.ts';

/**
 * What must stay because of calls that no action is known for: an edit that spells out a pattern (`kms:*`) loses those
 * that the pattern allowed, and to write the name of an event as an action would be a guess. So what is to go by that
 * pattern stays, and with it the pattern; a call that other statements go on to allow as before holds nothing.
 *
 * @param edits all sites, the unchanged too
 * @param removedFrom what is taken out of a site, sorted
 * @returns holds by site, each of something that is to go now
 */
export function callHolds(
  edits: readonly SiteEdit[],
  removedFrom: (site: Site) => readonly string[],
  { world, unmapped }: RemovalContext,
): ReadonlyMap<Site, readonly SiteHold[]> {
  const after = new Map(edits.map(({ site, document }) => [site, documentOf(site, document)]));
  const allows = ({ sites }: Subject, call: string, was: Statement): boolean =>
    sites.some((site) => after.get(site)?.statements.some((is) => standsFor(is, was, call)));
  const holds = new Map<Site, SiteHold[]>();
  for (const { site, document } of edits) {
    if (document === site.document.raw) continue;
    for (const arn of site.reach) {
      const subject = world.subjects.get(arn);
      if (subject === undefined) continue;
      for (const call of unmapped.of(subject.principal)) {
        const lost = site.document.statements.filter(
          (statement) => isAbout(statement, call) && !allows(subject, call, statement),
        );
        const actions = new Set(lost.flatMap((statement) => tiedTo(call, statement, removedFrom(site))));
        if (actions.size === 0) continue;
        const reason = `What allows it in ${site.policy.name} also allowed a call of ${arn} that no action is known for, ${call}.`;
        holds.set(site, [...(holds.get(site) ?? []), { guardrail: 'unmapped-call', reason, actions }]);
      }
    }
  }
  return holds;
}

function documentOf(site: Site, document: JsonObject | null): PolicyDocument | null {
  if (document === site.document.raw) return site.document;
  return document === null ? null : parsed(document);
}

const parsed = oncePer((document: JsonObject) => parsePolicy(document));

function isAbout({ effect, action }: Statement, call: string): boolean {
  return effect === 'Allow' && elementMatchesAction(action, call);
}

/** Whether a statement allows the call wherever and whenever another did: in the same words, or without any limit. */
function standsFor(is: Statement, was: Statement, call: string): boolean {
  const { resource, conditions } = is;
  const anywhere = resource !== null && !resource.negated && resource.patterns.includes('*');
  return (
    isAbout(is, call) &&
    (anywhere || JSON.stringify(resource) === JSON.stringify(was.resource)) &&
    (conditions.length === 0 || JSON.stringify(conditions) === JSON.stringify(was.conditions))
  );
}

/**
 * What is to go by a pattern that allows the call: by the one by which least goes. The actions of the call's own service
 * are enough where the catalog knows it, as what is left of a pattern like `s*` is then its service whole.
 */
function tiedTo(call: string, { action }: Statement, removed: readonly string[]): readonly string[] {
  if (action.negated) return [];
  const [least = []] = action.patterns
    .filter((pattern) => matchesAction(pattern, call))
    .map((pattern) => removed.filter((each) => matchesAction(pattern, each)))
    .filter(({ length }) => length > 0)
    .sort((a, b) => a.length - b.length);
  const own = least.filter((each) => serviceOf(each) === serviceOf(call));
  return own.length > 0 ? own : least;
}
