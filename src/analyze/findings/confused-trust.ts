import { AI_SERVICES } from '../../catalog/index.ts';
import type { Severity } from '../../domain/catalog.ts';
import { foldCase } from '../../domain/fold-case.ts';
import type { Statement } from '../../domain/policy.ts';
import type { Principal } from '../../domain/principal.ts';
import { type TrustedParty, trustedParties } from '../trust.ts';
import { TRUST } from './controls.ts';
import { type FindingRule, perPrincipal } from './finding-rule.ts';

interface OpenDoor {
  readonly severity: Severity;
  readonly evidence: string;
}

/** Keys that tie a service to the account, resource or organisation it acts for. */
const SOURCE_KEYS = ['aws:sourceaccount', 'aws:sourcearn', 'aws:sourceorgid', 'aws:sourceorgpaths'];
/** Keys that tie a caller of another account to whom it was meant for. */
const CALLER_KEYS = [
  'sts:externalid',
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:principalarn',
  'aws:principalaccount',
];

export const confusedTrust: FindingRule = {
  type: 'ConfusedTrust',
  severity: 'high',
  title: 'Trusts more callers than it means to',
  rationale:
    'A service or another account that acts for many customers can be made to use this role for the wrong one (the confused deputy); `*` needs no making.',
  evidence: 'Each party of the trust policy that is let in untied, and the condition key that is missing.',
  remedy:
    'Add aws:SourceAccount and aws:SourceArn for a service, sts:ExternalId or aws:PrincipalOrgID for another account; never leave `*` without a condition.',
  controls: TRUST,
  find: perPrincipal(({ principal }) => {
    const doors = trustedParties(principal).flatMap((party) => openDoor(party, principal) ?? []);
    const severity = doors.some((door) => door.severity === 'critical') ? 'critical' : 'high';
    return doors.length === 0
      ? null
      : {
          severity,
          detail: `${doors.length} parties of the trust policy are let in without being tied to whom they act for.`,
          evidence: doors.map(({ evidence }) => evidence),
        };
  }),
};

function openDoor({ type, name, statement }: TrustedParty, { account }: Principal): OpenDoor | null {
  const place = `trust policy statement ${statement.index}: ${type} ${name}`;
  if (name === '*') {
    const isTied = statement.conditions.length > 0;
    return isTied ? null : { severity: 'critical', evidence: `${place}, anybody, without a condition` };
  }
  // AWS asks for these keys on roles of Bedrock and AgentCore; other services do not all send them.
  if (type === 'Service') {
    if (!AI_SERVICES.includes(name) || hasKey(statement, SOURCE_KEYS)) return null;
    return { severity: 'high', evidence: `${place}, without aws:SourceAccount or aws:SourceArn` };
  }
  if (type !== 'AWS') return null;
  const other = /^(?:arn:[^:]+:(?:iam|sts)::)?(\d{12})(?::root)?$/.exec(name)?.[1];
  if (other === undefined || other === account || hasKey(statement, CALLER_KEYS)) return null;
  return { severity: 'high', evidence: `${place}, a whole other account without an external id` };
}

function hasKey({ conditions }: Statement, keys: readonly string[]): boolean {
  return conditions.some(({ key }) => keys.includes(foldCase(key)));
}
