import type { Effect, PolicyDocument, Statement } from '../domain/policy.ts';
import { elementMatchesResource, statementMatchesAction } from '../iam/index.ts';
import { evaluateCondition } from './evaluate-condition.ts';
import { type ContextKeys, RequestContext } from './request-context.ts';
import { allOf, anyOf, not, type Truth } from './truth.ts';

export interface Request {
  readonly action: string;
  /** ARN, `*` for an action without resources, or null when it is not known. */
  readonly resource: string | null;
  readonly context: ContextKeys;
  /** Whether a context key that is not told is known to be absent; false when not given. */
  readonly contextIsComplete?: boolean;
}

export type Decision = 'allowed' | 'explicitly-denied' | 'implicitly-denied' | 'depends';

export interface Evaluation {
  readonly decision: Decision;
  /** The statement that decides, or the first that leaves it open; null for an implicit denial. */
  readonly statement: { readonly document: PolicyDocument; readonly statement: Statement } | null;
}

/**
 * What a principal's identity policies answer to a request, as IAM evaluates them within one account (IAM User Guide,
 * reference_policies_evaluation-logic): an explicit Deny first, then an Allow, then the implicit denial; a
 * permissions boundary must allow it too. Resource policies, SCPs and session policies are not looked at.
 */
export function evaluate(
  request: Request,
  documents: readonly PolicyDocument[],
  { boundary = null }: { readonly boundary?: PolicyDocument | null } = {},
): Evaluation {
  const context = new RequestContext(request.context, request.contextIsComplete ?? false);
  const identity = answer(request, documents, context);
  if (boundary === null) return identity;
  const limit = answer(request, [boundary], context);
  return ORDER.map((decision) => [identity, limit].find((one) => one.decision === decision)).find(
    (found) => found !== undefined,
  ) as Evaluation;
}

/** Of identity policies and boundary the worse answer holds; a certain denial outweighs an open question. */
const ORDER: readonly Decision[] = ['explicitly-denied', 'implicitly-denied', 'depends', 'allowed'];

function answer(request: Request, documents: readonly PolicyDocument[], context: RequestContext): Evaluation {
  const statements = documents.flatMap((document) =>
    document.statements.map((statement) => ({
      document,
      statement,
      matches: matches(request, statement, document, context),
    })),
  );
  const first = (effect: Effect, truth: Truth) =>
    statements.find(({ statement, matches }) => statement.effect === effect && matches === truth);
  const denied = first('Deny', true);
  if (denied !== undefined) return evaluation('explicitly-denied', denied);
  const allowed = first('Allow', true);
  const maybeAllowed = allowed ?? first('Allow', null);
  if (maybeAllowed === undefined) return { decision: 'implicitly-denied', statement: null };
  const maybeDenied = first('Deny', null);
  if (maybeDenied !== undefined) return evaluation('depends', maybeDenied);
  return evaluation(allowed === undefined ? 'depends' : 'allowed', maybeAllowed);
}

function evaluation(
  decision: Decision,
  { document, statement }: { document: PolicyDocument; statement: Statement },
): Evaluation {
  return { decision, statement: { document, statement } };
}

function matches(
  request: Request,
  statement: Statement,
  { version }: PolicyDocument,
  context: RequestContext,
): Truth {
  if (!statementMatchesAction(statement, request.action)) return false;
  return allOf([
    matchesResource(request.resource, statement, version, context),
    ...statement.conditions.map((condition) => evaluateCondition(condition, context, version)),
  ]);
}

function matchesResource(
  resource: string | null,
  statement: Statement,
  version: string | null,
  context: RequestContext,
): Truth {
  if (statement.resource === null) return false;
  const { negated, patterns } = statement.resource;
  if (resource === null) return patterns.includes('*') ? !negated : null;
  const found = anyOf(
    patterns.map((pattern) => {
      // A variable without a value makes the pattern match nothing, which is documented for Resource only.
      const resolved = version === '2012-10-17' ? context.resolve(pattern) : pattern;
      if (resolved === 'unresolvable') return negated ? null : false;
      const match = elementMatchesResource(
        { negated: false, patterns: [resolved ?? pattern] },
        resource,
        version,
      );
      return match === 'depends' ? null : match === 'yes';
    }),
  );
  return negated ? not(found) : found;
}
