import type { Catalog } from '../domain/catalog.ts';
import type { Collected } from '../domain/collected.ts';
import type { Activity } from '../domain/facts.ts';
import type { JsonObject } from '../domain/json.ts';
import type { Principal } from '../domain/principal.ts';
import { parsePolicy } from '../iam/index.ts';
import { evaluate } from './evaluate.ts';

/** A guardrail as the verifier sees it: the document and whom it would hold for. */
export interface GuardrailDocument {
  readonly kind: 'scp' | 'boundary';
  readonly document: JsonObject;
  /** ARNs a boundary would be set on; null: everybody, as an SCP. */
  readonly principalArns: readonly string[] | null;
}

/** Observed, authorised calls that the guardrail answers differently. */
export interface GuardrailEffect {
  readonly principalArn: string;
  readonly action: string;
  readonly resource: string | null;
  readonly calls: number;
  /** `depends`: on something the log does not tell, e.g. the service a credential was for. */
  readonly answer: 'denied' | 'depends';
  readonly sid: string | null;
}

const EVERYTHING = parsePolicy({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
});

/**
 * Replays the authorised calls of the window under the guardrail alone. An SCP holds beside FullAWSAccess and not for
 * service-linked roles (Organizations User Guide, orgs_manage_policies_scps); a boundary is itself the most there is.
 *
 * @returns how many calls were replayed, and each kind of call that would not surely be allowed any more.
 */
export function guardrailEffect(
  { kind, document, principalArns }: GuardrailDocument,
  collected: Collected,
  catalog: Catalog,
): { readonly replayed: number; readonly effects: readonly GuardrailEffect[] } {
  const policy = parsePolicy(document);
  const documents = kind === 'scp' ? [EVERYTHING, policy] : [policy];
  const byId = new Map(collected.principals.map((principal) => [principal.uniqueId, principal]));
  const byArn = new Map(collected.principals.map((principal) => [principal.arn, principal]));
  const found = new Map<string, { effect: GuardrailEffect; calls: number }>();
  let replayed = 0;
  for (const activity of collected.usage?.activity ?? []) {
    const principal = byId.get(activity.principalId ?? '') ?? byArn.get(activity.principalArn ?? '');
    if (activity.outcome !== 'allowed' || principal === undefined || isExempt(principal)) continue;
    if (principalArns !== null && !principalArns.includes(principal.arn)) continue;
    replayed += activity.calls;
    for (const action of actionsOf(activity, catalog)) {
      for (const resource of resourcesOf(activity)) {
        const request = { action, resource, context: contextOf(principal, activity) };
        const { decision, statement } = evaluate(request, documents);
        if (decision === 'allowed') continue;
        const effect: GuardrailEffect = {
          principalArn: principal.arn,
          action,
          resource,
          calls: 0,
          answer: decision === 'depends' ? 'depends' : 'denied',
          sid: statement?.statement.sid ?? null,
        };
        const key = JSON.stringify(effect);
        const known = found.get(key) ?? { effect, calls: 0 };
        found.set(key, { effect, calls: known.calls + activity.calls });
      }
    }
  }
  return {
    replayed,
    effects: [...found]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, { effect, calls }]) => ({ ...effect, calls })),
  };
}

function isExempt({ path }: Principal): boolean {
  return path.startsWith('/aws-service-role/');
}

function actionsOf(activity: Activity, catalog: Catalog): readonly string[] {
  const exercised = catalog.eventActions(activity);
  if (exercised.kind === 'no-permission-needed') return [];
  if (exercised.kind === 'unmapped') {
    return [`${catalog.namespaceOf(activity.eventSource)}:${activity.eventName}`];
  }
  return [...exercised.certain, ...exercised.possible];
}

/** Null: the call does not tell its resource, so a statement on some resources may or may not reach it. */
function resourcesOf({ resources }: Activity): readonly (string | null)[] {
  return resources.length === 0 || resources.includes('many') ? [null] : resources;
}

/** Context keys that the log tells of every call; what it does not tell stays open. */
function contextOf({ arn, account, type }: Principal, { region, via, features }: Activity) {
  const isMcp = via === 'aws-mcp.amazonaws.com';
  const tokens = features.filter((feature) => /^bearer-token(=|$)/.test(feature));
  const [kind, other] = tokens.flatMap(
    (token) => /^bearer-token=(LONG_TERM|SHORT_TERM)$/.exec(token)?.[1] ?? [],
  );
  // Without a bearer token the request certainly has no kind of one; with an unnamed one its kind is open.
  const tokenType = tokens.length === 0 ? [] : kind === undefined || other !== undefined ? null : [kind];
  return {
    'aws:PrincipalArn': [arn],
    'aws:PrincipalAccount': [account],
    'aws:PrincipalType': [type === 'role' ? 'AssumedRole' : 'User'],
    'aws:RequestedRegion': [region],
    'aws:ViaAWSMCPService': isMcp ? ['true'] : [],
    ...(tokenType !== null && {
      'aws-external-anthropic:BearerTokenType': tokenType,
      'bedrock:BearerTokenType': tokenType,
      'bedrock-mantle:BearerTokenType': tokenType,
    }),
  };
}
