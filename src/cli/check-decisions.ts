import type { Assessment } from '../report/assessment-schema.ts';
import { type DecisionItem, decisionItems } from '../report/index.ts';
import { type DecisionsFile, type DecisionsFileItem, isAnswered, missingParts } from './decisions-file.ts';

/** Every item that is asked is answered, open or wrong: the three counts add up to `asked`. */
export interface ReviewCheck {
  readonly asked: number;
  readonly answered: number;
  /** Items that nobody has answered yet, a line each. */
  readonly open: readonly string[];
  /** Items whose answer cannot stand. */
  readonly wrong: number;
  /** All that cannot stand, of items that are not asked and of the acknowledgement too, a line each. */
  readonly problems: readonly string[];
  /** Whether somebody in management acknowledged it (PCI DSS 4.0.1, 7.2.5.1). */
  readonly isAcknowledged: boolean;
}

/**
 * Whether a review is complete and stands: every question answered once, by somebody who is not the one reviewed, on a
 * day between the end of the evidence and today.
 * @param today `yyyy-mm-dd`
 */
export function checkDecisions(file: DecisionsFile, assessment: Assessment, today: string): ReviewCheck {
  const items = decisionItems(assessment);
  const asked = new Map(items.map((item) => [item.key, item]));
  const present = new Map(file.items.map((item) => [item.key, item]));
  const failed = new Set(
    assessment.recommendations.filter(({ status }) => status === 'failed').map(({ id }) => id),
  );
  const from = assessment.asOf.slice(0, 10);
  const found = file.items.flatMap((item, index) => {
    const isRepeated = file.items.findIndex(({ key }) => key === item.key) < index;
    const problems = problemsOf(item, asked.get(item.key), failed, from, today);
    return [...problems, ...(isRepeated ? [`${item.key}: stands twice`] : [])].map((text) => ({
      key: item.key,
      text,
    }));
  });
  const wrong = new Set(found.map(({ key }) => key).filter((key) => asked.has(key)));
  const open = items.flatMap(({ key }) => {
    const item = present.get(key);
    if (item === undefined) return [`${key}: not in the file; run review init`];
    return wrong.has(key) || isAnswered(item) ? [] : [`${key}: not answered`];
  });
  const { name, role, date } = file.managementAcknowledgement;
  return {
    asked: items.length,
    answered: items.length - wrong.size - open.length,
    open,
    wrong: wrong.size,
    problems: [
      ...found.map(({ text }) => text),
      ...(date === null ? [] : dateProblems('managementAcknowledgement', date, from, today)),
    ],
    isAcknowledged: name !== null && role !== null && date !== null,
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
