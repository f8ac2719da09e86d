import { canonicalJson } from '../domain/canonical-json.ts';
import type { Severity } from '../domain/catalog.ts';
import type { Assessment } from './assessment-schema.ts';
import { sha256 } from './sha256.ts';
import { SEVERITIES } from './view/severity.ts';

/** One thing that a reviewer answers with revoke, keep, modify or defer. */
export interface DecisionItem {
  /** Stays the same from run to run while what is asked is the same. */
  readonly key: string;
  readonly kind: 'proposal' | 'finding' | 'principal';
  /** ARN, or the account of a finding about one. */
  readonly subject: string;
  readonly severity: Severity | null;
  /** One line. */
  readonly question: string;
}

type Asked = Pick<Assessment, 'principals' | 'findings' | 'recommendations'>;

/**
 * Everything a review of this assessment has to answer: each proposal, each finding that is not excepted, and each
 * principal in scope about which there is neither, so that nobody's access goes unreviewed.
 */
export function decisionItems(assessment: Asked): readonly DecisionItem[] {
  const items = [...proposals(assessment), ...findings(assessment)];
  const covered = new Set([
    ...assessment.recommendations.filter(isAsked).flatMap(({ principalArns }) => principalArns),
    ...assessment.findings.flatMap(({ principalArn, muted }) =>
      principalArn === null || muted !== undefined ? [] : [principalArn],
    ),
  ]);
  const rest = assessment.principals
    .filter(({ inScope, arn }) => inScope && !covered.has(arn))
    .map(({ arn, uniqueId, grants, calls }): DecisionItem => {
      return {
        key: keyOf('principal', arn, [uniqueId, String(grants.actions), String(grants.sensitive)]),
        kind: 'principal',
        subject: arn,
        severity: null,
        question: `Is its access still appropriate? ${grants.sensitive} sensitive permissions, ${calls} calls; nothing was found.`,
      };
    });
  return [...items, ...rest];
}

const isAsked = ({ status, removed }: Assessment['recommendations'][number]): boolean =>
  status !== 'not-proposed' || removed.length > 0;

function proposals({ recommendations }: Asked): readonly DecisionItem[] {
  return recommendations.filter(isAsked).map(({ id, principalArns, removed, status, changes }) => ({
    key: keyOf('proposal', id, [...principalArns, ...removed, canonicalJson(changes)]),
    kind: 'proposal',
    subject: id,
    severity: null,
    question: `Remove ${named(removed)}? The proposal is ${status}${status === 'failed' ? ': do not apply it as it is' : ''}.`,
  }));
}

/** An item is one line: the whole list is in the report. */
const MOST_NAMED = 6;

function named(actions: readonly string[]): string {
  const more = actions.length - MOST_NAMED;
  return `${actions.slice(0, MOST_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function findings({ findings: all }: Asked): readonly DecisionItem[] {
  return [...all]
    .filter(({ muted }) => muted === undefined)
    .sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity))
    .map(({ type, severity, principalArn, account, title, detail, evidence }) => ({
      key: keyOf('finding', principalArn ?? account, [type, account, ...evidence], type),
      kind: 'finding',
      subject: principalArn ?? `account ${account}`,
      severity,
      question: `${title}. ${detail}`,
    }));
}

/** Readable, and different as soon as what is asked differs. */
function keyOf(kind: string, subject: string, parts: readonly string[], type?: string): string {
  const name = subject
    .slice(subject.lastIndexOf('/') + 1)
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .slice(0, 64);
  const hash = sha256(JSON.stringify([kind, subject, ...parts])).slice(0, 10);
  return [kind, ...(type === undefined ? [] : [type]), name, hash].join('/');
}
