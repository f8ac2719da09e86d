import type { Finding, PrincipalAnalysis } from '../../domain/analysis.ts';
import type { Catalog, Severity } from '../../domain/catalog.ts';
import type { Collected } from '../../domain/collected.ts';
import type { NeverRule } from '../../domain/never.ts';
import type { Principal } from '../../domain/principal.ts';
import type { Window } from '../../domain/window.ts';
import type { WorkspaceReach } from '../../domain/workspaces.ts';
import type { PrincipalGrants } from '../grants.ts';
import type { SessionKinds } from '../session-kinds.ts';

/** What a rule may look at for one principal in scope. */
export interface FindingSubject {
  readonly principal: Principal;
  readonly analysis: PrincipalAnalysis;
  readonly grants: PrincipalGrants;
  readonly sessions: SessionKinds;
}

export interface FindingContext {
  readonly subjects: readonly FindingSubject[];
  readonly collected: Collected;
  readonly catalog: Catalog;
  readonly window: Window;
  readonly workspaces: readonly WorkspaceReach[];
  readonly never: readonly NeverRule[];
}

/** One instance: whom it is about and what shows it. `severity` only where it differs from the rule's. */
export interface Found {
  readonly principal: Principal | null;
  readonly account: string;
  readonly detail: string;
  readonly evidence: readonly string[];
  readonly severity?: Severity;
  /** Where the remedy depends on the instance. */
  readonly remedy?: string;
}

/** One row of the findings table; a new one is a file with a rule and a line in `rules.ts`. */
export interface FindingRule {
  /** Stable name, PascalCase: other programs and exceptions refer to it. */
  readonly type: string;
  readonly severity: Severity;
  readonly title: string;
  /** Why a reviewer should care, one sentence. */
  readonly rationale: string;
  /** What an instance shows a reviewer. */
  readonly evidence: string;
  readonly remedy: string;
  /** Control ids with their framework and version. */
  readonly controls: readonly string[];
  find(context: FindingContext): readonly Found[];
}

export function toFinding(rule: FindingRule, found: Found): Finding {
  return {
    type: rule.type,
    severity: found.severity ?? rule.severity,
    principalArn: found.principal?.arn ?? null,
    account: found.account,
    title: rule.title,
    detail: found.detail,
    remedy: found.remedy ?? rule.remedy,
    evidence: found.evidence,
    controls: rule.controls,
  };
}

/** A rule that looks at one principal at a time. */
export function perPrincipal(
  look: (subject: FindingSubject, context: FindingContext) => Omit<Found, 'principal' | 'account'> | null,
): FindingRule['find'] {
  return (context) =>
    context.subjects.flatMap((subject) => {
      const found = look(subject, context);
      return found === null
        ? []
        : [{ ...found, principal: subject.principal, account: subject.principal.account }];
    });
}

/** The first few of a list, and how many more there are: evidence a person reads. */
export function some(items: readonly string[], most = 12): string[] {
  return items.length <= most ? [...items] : [...items.slice(0, most), `and ${items.length - most} more`];
}
