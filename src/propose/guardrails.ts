import type { Window } from '../domain/window.ts';
import { matchesAction, mayMatchResource } from '../iam/index.ts';
import { breakGlassMark } from './break-glass.ts';
import type { ResolvedOptions } from './options.ts';
import type { Site, Subject, World } from './world.ts';

/** Why something is not removed: the name of the guardrail, and the reason in one sentence. */
export interface Hold {
  readonly guardrail: string;
  readonly reason: string;
}

export interface GuardrailContext {
  readonly world: World;
  readonly window: Window;
  readonly options: ResolvedOptions;
}

interface Guardrail<Subject> {
  readonly name: string;
  /** The reason to hold back, or null. */
  readonly reason: (subject: Subject, context: GuardrailContext) => string | null;
}

/** Hold back everything of a principal. */
const PRINCIPAL_GUARDRAILS: readonly Guardrail<Subject>[] = [
  {
    name: 'principal-too-young',
    reason: ({ principal: { createDate } }, { window }) =>
      createDate !== null && time(createDate) > time(window.start)
        ? `It was created on ${day(createDate)}, inside the window of ${window.days} days.`
        : null,
  },
  {
    name: 'break-glass',
    reason: ({ principal }, { options }) => {
      const mark = breakGlassMark(principal, options);
      return mark === null ? null : `It is a break-glass principal by ${mark}: it is meant to lie unused.`;
    },
  },
];

/** Hold back everything in one policy. */
const SITE_GUARDRAILS: readonly Guardrail<Site>[] = [
  {
    // IAM takes no identity policy with one; whatever the export holds there is not what IAM evaluates.
    name: 'names-a-principal',
    reason: ({ policy, document }) =>
      document.statements.some(({ hasPrincipal }) => hasPrincipal)
        ? `${policy.name} has a statement with a Principal, as only resource policies do.`
        : null,
  },
  {
    // Out of scope, or made by AWS or from a permission set.
    name: 'not-in-scope',
    reason: ({ policy, reach }, { world }) => {
      const subjects = reach.map((arn) => world.subjects.get(arn));
      if (subjects.some((each) => each?.analysis?.inScope === true && !each.unmanageable)) return null;
      return `${policy.name} grants it to ${reach.join(', ')}, which is not for this run to change.`;
    },
  },
  {
    // One document serves both uses: as a boundary it limits principals, and taking from it takes from their limit.
    name: 'used-as-permissions-boundary',
    reason: ({ policy }, { world }) =>
      policy.kind === 'managed' && (world.boundaries.has(policy.id) || (policy.boundaryUsageCount ?? 0) > 0)
        ? `${policy.name} is also used as a permissions boundary.`
        : null,
  },
  {
    name: 'attached-elsewhere',
    reason: ({ policy, holders }) =>
      policy.kind === 'managed' && (policy.attachmentCount ?? 0) > holders.length
        ? `IAM counts ${policy.attachmentCount} attachments of ${policy.name}; the inputs show ${holders.length}.`
        : null,
  },
  {
    // AWS updates its managed policies when it likes; that says nothing about whoever attached them.
    name: 'policy-changed-recently',
    reason: ({ policy }, { options }) => {
      const made = policy.versions.find(({ isDefault }) => isDefault)?.createDate ?? null;
      if (policy.kind !== 'managed' || made === null) return null;
      const settled = time(made) <= time(options.asOf) - options.settleDays * 86_400_000;
      return settled
        ? null
        : `${policy.name} was changed on ${day(made)}, less than ${options.settleDays} days ago.`;
    },
  },
];

/** The guardrail that holds back everything of a principal, or null. */
export function principalHold(subject: Subject, context: GuardrailContext): Hold | null {
  return firstHold(PRINCIPAL_GUARDRAILS, subject, context);
}

/** The guardrail that holds back everything in a policy, or null. */
export function siteHold(site: Site, context: GuardrailContext): Hold | null {
  return firstHold(SITE_GUARDRAILS, site, context);
}

/** The guardrail of a policy that was changed only lately, or null: the one of a policy that matters to what it grants. */
export function recentChangeHold(site: Site, context: GuardrailContext): Hold | null {
  return firstHold(
    SITE_GUARDRAILS.filter(({ name }) => name === 'policy-changed-recently'),
    site,
    context,
  );
}

/** Tells which exception keeps an action for a principal, if any; null: none is about the principal. */
export function exceptionsFor(
  principalArn: string,
  options: ResolvedOptions,
): ((action: string) => Hold | null) | null {
  const own = options.exceptions.filter((each) => mayMatchResource(each.principalArn, principalArn));
  if (own.length === 0) return null;
  return (action) => {
    const exception = own.find(
      (each) => matchesAction(each.action, action) && (each.actions?.has(action) ?? true),
    );
    return exception ? { guardrail: 'exception', reason: exception.reason } : null;
  };
}

function firstHold<Held>(
  guardrails: readonly Guardrail<Held>[],
  held: Held,
  context: GuardrailContext,
): Hold | null {
  for (const { name, reason } of guardrails) {
    const text = reason(held, context);
    if (text !== null) return { guardrail: name, reason: text };
  }
  return null;
}

/** Exports write times with `Z`, `+00:00` or fractions; compared as instants, never as text. Not a time: holds. */
function time(text: string): number {
  const instant = Date.parse(text);
  return Number.isNaN(instant) ? Number.POSITIVE_INFINITY : instant;
}

function day(text: string): string {
  return text.slice(0, 10);
}
