import type { Assessment } from '../assessment-schema.ts';
import { controlRecords } from '../control-evidence.ts';
import { formatAmount } from './format.ts';
import { SEVERITIES } from './severity.ts';

/** One control with what this review shows for it. */
export interface ControlView {
  readonly framework: string;
  readonly control: string;
  readonly title: string;
  readonly statements: readonly string[];
  /** `3 findings: 1 critical, 2 high`, and which types. */
  readonly findings: string;
  readonly types: readonly string[];
}

export function controlViews(shown: Assessment): readonly ControlView[] {
  return controlRecords(shown).map(({ framework, version, id, title, cited, statements, findings }) => {
    const severities = SEVERITIES.map(
      (severity) => [severity, findings.filter((finding) => finding.severity === severity).length] as const,
    ).filter(([, number]) => number > 0);
    const muted = findings.filter((finding) => finding.muted).length;
    const counted = severities.map(([severity, number]) => `${number} ${severity}`).join(', ');
    return {
      framework: version === '' ? framework : `${framework} (${version})`,
      control: id === '' ? cited : id,
      title,
      statements: statements.map(({ what }) => what),
      findings:
        findings.length === 0
          ? 'no finding'
          : `${formatAmount(findings.length, 'finding')}: ${counted}${muted === 0 ? '' : `; ${muted} excepted`}`,
      types: [...new Set(findings.map(({ type }) => type))].sort(),
    };
  });
}
