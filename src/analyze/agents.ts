import {
  type AgentKind,
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
import { allowedNamespaces } from './allowed-namespaces.ts';
import type { SessionKinds } from './session-kinds.ts';
import { trustedParties } from './trust.ts';

/** A person's word on who is an agent; goes before every marker. */
export interface AgentOverride {
  /** ARN, with `*` and `?` allowed. */
  readonly principal: string;
  readonly isAgent: boolean;
  /** Absent: what the evidence says, else an AI agent. */
  readonly kind?: AgentKind | undefined;
  readonly reason: string;
}

interface Clue extends AgentEvidence {
  readonly kind: AgentKind;
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
  const found = kindOf(clues);
  const override = overrides.find((rule) => matchesResource(rule.principal, principal.arn));
  if (override !== undefined) {
    return {
      isAgent: override.isAgent,
      kind: override.isAgent ? (override.kind ?? found ?? 'ai-agent') : null,
      confidence: 'certain',
      evidence: [{ marker: 'configuration', detail: override.reason }, ...evidence],
    };
  }
  if (found === null) return { isAgent: false, kind: null, confidence: 'none', evidence };
  const isStrong = clues.some(({ kind, confidence }) => kind === found && confidence === 'strong');
  return { isAgent: true, kind: found, confidence: isStrong ? 'strong' : 'hint', evidence };
}

/** Any sign of a model makes an AI agent, be it a hint: the confidence says so. */
function kindOf(clues: readonly Clue[]): AgentKind | null {
  if (clues.length === 0) return null;
  return clues.some(({ kind }) => kind === 'ai-agent') ? 'ai-agent' : 'workload';
}

function tagClues(principal: Principal): Clue[] {
  return principal.tags.flatMap(({ key, value }) => {
    const name = key.toLowerCase();
    const isNamed = TAG_MARKERS.keys.some((known) => known === name) && !/^(false|no|0)$/i.test(value);
    const isValued = TAG_MARKERS.valueKeys.some((known) => known === name);
    const [, valued] =
      Object.entries(TAG_MARKERS.values).find(([known]) => known === value.toLowerCase()) ?? [];
    const kind = isNamed ? 'ai-agent' : isValued ? valued : undefined;
    return kind === undefined
      ? []
      : [{ marker: 'tag', detail: `tag ${key} = ${value}`, kind, confidence: 'strong' as const }];
  });
}

function trustClues(principal: Principal): Clue[] {
  const trusted = trustedParties(principal).map(({ name }) => name);
  return TRUST_MARKERS.flatMap((marker) => {
    const match = trusted.find((name) => isTrusted(marker, name));
    return match === undefined
      ? []
      : [
          {
            marker: marker.marker,
            detail: `trust policy lets ${match} in`,
            kind: marker.kind,
            confidence: marker.confidence,
          },
        ];
  });
}

function isTrusted(marker: TrustMarker, name: string): boolean {
  if (marker.service !== undefined) return name === marker.service;
  const provider = name.split(':oidc-provider/')[1];
  return provider !== undefined && marker.oidcProvider?.test(provider) === true;
}

function nameClues(principal: Principal): Clue[] {
  if (principal.type !== 'user') return [];
  return USER_NAME_MARKERS.filter(({ pattern }) => pattern.test(principal.name)).map(
    ({ marker, kind, confidence }) => ({
      marker,
      detail: `user name ${principal.name}`,
      kind,
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
    const document = collected.policies.get(policyId)?.document ?? null;
    if (document === null) continue;
    const namespaces = allowedNamespaces(document);
    if (namespaces.size > BROAD_POLICY) continue;
    for (const namespace of AI_NAMESPACES) if (namespaces.has(namespace)) named.add(namespace);
  }
  return [...named].sort().map((namespace) => ({
    marker: `grants:${namespace}`,
    detail: `a policy names actions of ${namespace}`,
    kind: 'ai-agent' as const,
    confidence: 'hint' as const,
  }));
}

/** Sessions that a marker of their own gives away; a session's kind that follows from the role proves nothing about it. */
function sessionClues({ agent }: SessionKinds): Clue[] {
  const byMarker = new Map<string, number>();
  for (const { why, session } of agent) {
    if (!/^(trust-only|role):/.test(why)) byMarker.set(why, (byMarker.get(why) ?? 0) + session.calls);
  }
  return [...byMarker]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([marker, calls]) => ({
      marker,
      detail: `${calls} call${calls === 1 ? '' : 's'} in the log carry it`,
      kind: 'ai-agent' as const,
      confidence: 'hint' as const,
    }));
}
