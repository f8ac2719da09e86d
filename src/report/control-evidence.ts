import type { Severity } from '../domain/catalog.ts';
import type { Assessment } from './assessment-schema.ts';
import { CONTROLS, type Control, type ControlEvidence } from './controls.ts';

export interface ControlFinding {
  readonly severity: Severity;
  readonly type: string;
  /** ARN, or `account <id>`. */
  readonly subject: string;
  readonly title: string;
  readonly muted: boolean;
}

/** What this review has to show for one control. */
export interface ControlRecord extends Control {
  readonly statements: readonly { readonly what: string; readonly file: string }[];
  readonly findings: readonly ControlFinding[];
}

type Statement = (assessment: Assessment) => { readonly what: string; readonly file: string };

const STATEMENTS: Readonly<Record<ControlEvidence, Statement>> = {
  population: ({ population }) => ({
    what: `Population: ${population.inScope} principals in scope${population.failed?.length ? `, ${population.failed.length} of them with policies that could not be read,` : ''} + ${population.excluded.length} excluded, each with its rule = ${population.total}`,
    file: 'pack/manifest.json',
  }),
  'least-privilege': ({ summary }) => ({
    what: `Use of ${summary.sensitiveGranted} sensitive permissions: ${summary.used} used, ${summary.unused} unused, ${summary.unknown} cannot be judged, ${summary.deniedOnly} only denied; ${summary.recommendationsVerified} verified proposals remove ${summary.removals}`,
    file: 'findings.csv',
  }),
  review: ({ decisions }) => {
    const file = 'assessment.json';
    if (decisions === undefined) return { what: 'No decisions of reviewers were given', file };
    const { items, unanswered, unknownKeys, managementAcknowledgement: by } = decisions;
    const acknowledged =
      by === null
        ? 'not acknowledged by management'
        : `acknowledged by ${by.name} (${by.role}) on ${by.date}`;
    return {
      what: `Review: ${items.length - unknownKeys.length} items decided, ${unanswered.length} open; ${acknowledged}`,
      file,
    };
  },
  logging: ({ coverage, window }) => ({
    what: `Coverage of the log over ${window.days} days: ${coverage.verdict}; ${coverage.events} events, ${coverage.unreadable.length} inputs unreadable`,
    file: 'pack/manifest.json',
  }),
};

/** Each control, in the order of the table, with the evidence; controls that only findings know come last. */
export function controlRecords(assessment: Assessment): readonly ControlRecord[] {
  const byControl = new Map<string, ControlFinding[]>();
  for (const { severity, type, principalArn, account, title, controls, muted } of assessment.findings) {
    const finding = {
      severity,
      type,
      subject: principalArn ?? `account ${account}`,
      title,
      muted: muted !== undefined,
    };
    for (const control of controls) {
      const others = byControl.get(control);
      if (others === undefined) byControl.set(control, [finding]);
      else others.push(finding);
    }
  }
  const known = new Set(CONTROLS.map(({ cited }) => cited));
  const others = [...byControl.keys()]
    .filter((cited) => !known.has(cited))
    .sort()
    .map((cited): Control => ({ cited, framework: cited, version: '', id: '', title: '', evidence: [] }));
  return [...CONTROLS, ...others].map((control) => ({
    ...control,
    statements: control.evidence.map((kind) => STATEMENTS[kind](assessment)),
    findings: byControl.get(control.cited) ?? [],
  }));
}
