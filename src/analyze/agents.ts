import {
  type AgentMarker,
  AI_NAMESPACES,
  TAG_MARKERS,
  TRUST_MARKERS,
  type TrustMarker,
  USER_NAME_MARKERS,
} from '../catalog/index.ts';
import type { AgentClassification, AgentEvidence } from '../domain/analysis.ts';
import type { Collected } from '../domain/collected.ts';
import type { Principal } from '../domain/principal.ts';
import { matchesResource } from '../iam/index.ts';
import type { SessionKinds } from './session-kinds.ts';

/** A person's word on who is an agent; goes before every marker. */
export interface AgentOverride {
  /** ARN, with `*` and `?` allowed. */
  readonly principal: string;
  readonly isAgent: boolean;
  readonly reason: string;
}

interface Clue extends AgentEvidence {
  readonly confidence: AgentMarker['confidence'];
}

/**
 * Finds agents by the design's order of trust and lists every piece of evidence. A log marker alone makes an agent
 * with confidence `hint`: user agents and session names can be forged.
 */
export function classifyAgent(
  principal: Principal,
  sessions: SessionKinds,
  overrides: readonly AgentOverride[],
  collected: Collected,
): AgentClassification {
  const clues = [
    ...tagClues(principal),
    ...trustClues(principal),
    ...nameClues(principal),
    ...grantClues(principal, collected),
    ...sessionClues(sessions),
  ];
  const evidence = clues.map(({ marker, detail }) => ({ marker, detail }));
  const override = overrides.find((rule) => matchesResource(rule.principal, principal.arn));
  if (override !== undefined) {
    return {
      isAgent: override.isAgent,
      confidence: 'certain',
      evidence: [{ marker: 'configuration', detail: override.reason }, ...evidence],
    };
  }
  const isStrong = clues.some(({ confidence }) => confidence === 'strong');
  return {
    isAgent: clues.length > 0,
    confidence: isStrong ? 'strong' : clues.length > 0 ? 'hint' : 'none',
    evidence,
  };
}

function tagClues(principal: Principal): Clue[] {
  return principal.tags.flatMap(({ key, value }) => {
    const name = key.toLowerCase();
    const isNamed = TAG_MARKERS.keys.some((known) => known === name) && !/^(false|no|0)$/i.test(value);
    const isValued =
      TAG_MARKERS.valueKeys.some((known) => known === name) &&
      TAG_MARKERS.values.some((known) => known === value.toLowerCase());
    return isNamed || isValued
      ? [{ marker: 'tag', detail: `tag ${key} = ${value}`, confidence: 'strong' as const }]
      : [];
  });
}

function trustClues(principal: Principal): Clue[] {
  const trusted = (principal.trustPolicy?.statements ?? [])
    .filter(({ effect }) => effect === 'Allow')
    .flatMap(({ raw }) => principalsOf(raw.Principal));
  return TRUST_MARKERS.flatMap((marker) => {
    const match = trusted.find((name) => isTrusted(marker, name));
    return match === undefined
      ? []
      : [{ marker: marker.marker, detail: `trust policy lets ${match} in`, confidence: marker.confidence }];
  });
}

function isTrusted(marker: TrustMarker, name: string): boolean {
  if (marker.service !== undefined) return name === marker.service;
  const provider = name.split(':oidc-provider/')[1];
  return provider !== undefined && marker.oidcProvider?.test(provider) === true;
}

/** Values of a Principal element, whatever its shape: `"*"`, `{"Service": "x"}`, `{"AWS": ["a", "b"]}`. */
function principalsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(principalsOf);
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(principalsOf) : [];
}

function nameClues(principal: Principal): Clue[] {
  if (principal.type !== 'user') return [];
  return USER_NAME_MARKERS.filter(({ pattern }) => pattern.test(principal.name)).map(
    ({ marker, confidence }) => ({
      marker,
      detail: `user name ${principal.name}`,
      confidence,
    }),
  );
}

/** A policy that names more services than this is a job function (ReadOnlyAccess, SecurityAudit), not an agent's. */
const BROAD_POLICY = 30;

/** Only patterns that name the service: `*` is granted to people too. */
function grantClues(principal: Principal, collected: Collected): Clue[] {
  const named = new Set<string>();
  for (const { policyId } of principal.attachments) {
    const statements = collected.policies.get(policyId)?.document?.statements ?? [];
    const namespaces = new Set(
      statements
        .filter(({ effect, action }) => effect === 'Allow' && !action.negated)
        .flatMap(({ action }) => action.patterns)
        .map((pattern) => pattern.slice(0, Math.max(0, pattern.indexOf(':'))).toLowerCase()),
    );
    if (namespaces.size > BROAD_POLICY) continue;
    for (const namespace of AI_NAMESPACES) if (namespaces.has(namespace)) named.add(namespace);
  }
  return [...named].sort().map((namespace) => ({
    marker: `grants:${namespace}`,
    detail: `a policy names actions of ${namespace}`,
    confidence: 'hint' as const,
  }));
}

function sessionClues({ agent }: SessionKinds): Clue[] {
  const byMarker = new Map<string, number>();
  for (const { why, session } of agent) byMarker.set(why, (byMarker.get(why) ?? 0) + session.calls);
  return [...byMarker]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([marker, calls]) => ({
      marker,
      detail: `${calls} call${calls === 1 ? '' : 's'} in the log carry it`,
      confidence: 'hint' as const,
    }));
}
