import type { Assessment } from '../report/assessment-schema.ts';
import { type DecisionItem, decisionItems } from '../report/index.ts';
import { type DecisionsFile, type DecisionsFileItem, isAnswered, missingParts } from './decisions-file.ts';

export interface ReviewCheck {
  /** Nobody has said yet. */
  readonly open: readonly string[];
  /** Somebody has said something that cannot stand. */
  readonly wrong: readonly string[];
  readonly answered: number;
  readonly asked: number;
}

/**
 * Whether a review is complete and stands: every question answered once, by somebody who is not the one reviewed, on a
 * day between the end of the evidence and today.
 * @param today `yyyy-mm-dd`
 */
export function checkDecisions(file: DecisionsFile, assessment: Assessment, today: string): ReviewCheck {
  const items = decisionItems(assessment);
  const asked = new Map(items.map((item) => [item.key, item]));
  const present = new Set(file.items.map(({ key }) => key));
  const failed = new Set(
    assessment.recommendations.filter(({ status }) => status === 'failed').map(({ id }) => id),
  );
  const from = assessment.asOf.slice(0, 10);
  const { name, role, date } = file.managementAcknowledgement;
  return {
    asked: items.length,
    answered: file.items.filter((item) => asked.has(item.key) && isAnswered(item)).length,
    open: [
      ...file.items
        .filter((item) => asked.has(item.key) && !isAnswered(item))
        .map(({ key }) => `${key}: not answered`),
      ...items
        .filter(({ key }) => !present.has(key))
        .map(({ key }) => `${key}: not in the file; run review init`),
      ...(name === null || role === null || date === null
        ? ['managementAcknowledgement: name, role and date are needed (PCI DSS 4.0.1, 7.2.5.1)']
        : []),
    ],
    wrong: [
      ...file.items.flatMap((item, index) =>
        problemsOf(item, asked.get(item.key), failed, from, today).concat(
          file.items.findIndex(({ key }) => key === item.key) < index ? [`${item.key}: stands twice`] : [],
        ),
      ),
      ...(date === null ? [] : dateProblems('managementAcknowledgement', date, from, today)),
    ],
  };
}

function problemsOf(
  item: DecisionsFileItem,
  asked: DecisionItem | undefined,
  failed: ReadonlySet<string>,
  from: string,
  today: string,
): readonly string[] {
  const { key, decision, date, reviewer } = item;
  if (asked === undefined)
    return [`${key}: this assessment does not ask it; run review init to set it aside`];
  const missing = missingParts(item);
  const own = reviewer !== null && isSelf(reviewer, asked.subject);
  return [
    ...(missing.length === 0 ? [] : [`${key}: lacks ${missing.join(', ')}`]),
    ...(date === null ? [] : dateProblems(key, date, from, today)),
    ...(own ? [`${key}: ${reviewer} reviews their own access; somebody else has to`] : []),
    ...(decision === 'revoke' && asked.kind === 'proposal' && failed.has(asked.subject)
      ? [`${key}: the proposal failed verification, so it cannot be revoked as it is: answer modify or defer`]
      : []),
  ];
}

function dateProblems(what: string, date: string, from: string, today: string): readonly string[] {
  if (date > today) return [`${what}: ${date} is in the future`];
  return date < from ? [`${what}: ${date} is before the evidence ends (${from})`] : [];
}

/** `ana.silva@example.com`, `Ana Silva` and the user `ana.silva` are one person. */
function isSelf(reviewer: string, subject: string): boolean {
  const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');
  const name = plain(subject.slice(subject.lastIndexOf('/') + 1));
  return name !== '' && (plain(reviewer) === name || plain(reviewer.split('@')[0] ?? '') === name);
}
