import { foldCase } from '../domain/fold-case.ts';
import { oncePer } from '../domain/once-per.ts';
import type { Condition, Effect, Element, PolicyDocument, Statement } from '../domain/policy.ts';

/** A statement in the one normal form in which statements of different documents can be compared. */
export interface Clause {
  readonly statement: Statement;
  readonly effect: Effect;
  /** Patterns in lower case. */
  readonly action: Element;
  /** What `action` says it covers, word for word; empty for NotAction. */
  readonly actionPatterns: ReadonlySet<string>;
  /** Covers nothing when the statement has no Resource, as in trust policies. */
  readonly resource: Element;
  /** Operators and keys in lower case (IAM compares both without case), values sorted. */
  readonly conditions: readonly Condition[];
  /** Equal keys mean the same: patterns, conditions and values as sets, case where IAM ignores it. */
  readonly key: string;
}

/** All statements of a document; made once per document object. */
const clausesOf = oncePer(({ statements, version }: PolicyDocument): readonly Clause[] =>
  statements.map((statement) => clauseOf(statement, version)),
);

export function clausesWith(effect: Effect, documents: Iterable<PolicyDocument>): readonly Clause[] {
  return [...documents].flatMap(byEffect[effect]);
}

const byEffect: Readonly<Record<Effect, (document: PolicyDocument) => readonly Clause[]>> = {
  Allow: oncePer((document) => clausesOf(document).filter(({ effect }) => effect === 'Allow')),
  Deny: oncePer((document) => clausesOf(document).filter(({ effect }) => effect === 'Deny')),
};

function clauseOf(statement: Statement, version: string | null): Clause {
  const text = version === '2012-10-17' ? (value: string) => value : plainText;
  const action: Element = {
    negated: statement.action.negated,
    patterns: distinct(statement.action.patterns.map(foldCase)),
  };
  const resource: Element = {
    negated: statement.resource?.negated ?? false,
    patterns: distinct((statement.resource?.patterns ?? []).map(text)),
  };
  const conditions = statement.conditions
    .map((condition) => ({
      operator: foldCase(condition.operator),
      key: foldCase(condition.key),
      values: distinct(condition.values.map(text)),
    }))
    .sort(
      (a, b) =>
        compare(a.operator, b.operator) || compare(a.key, b.key) || compare(a.values.join(), b.values.join()),
    );
  const key = JSON.stringify([statement.effect, statement.hasPrincipal, action, resource, conditions]);
  const actionPatterns = new Set(action.negated ? [] : action.patterns);
  return { statement, effect: statement.effect, action, actionPatterns, resource, conditions, key };
}

/**
 * `${` of a Version 2008-10-17 document is plain text; `${$}` is how 2012-10-17 writes a dollar sign. So that a
 * document whose Version alone changes is seen to mean something else, exactly when it does
 * (IAM User Guide, reference_policies_elements_version).
 */
export function plainText(value: string): string {
  return value.replaceAll('${', '${$}{');
}

function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values)].sort(compare);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
