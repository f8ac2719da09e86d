/** What of a review, beside findings, is evidence for a control. */
export type ControlEvidence = 'population' | 'least-privilege' | 'review' | 'logging';

export interface Control {
  /** As a finding cites it: framework, version and id, so that a number is never read against another edition. */
  readonly cited: string;
  readonly framework: string;
  readonly version: string;
  readonly id: string;
  readonly title: string;
  readonly evidence: readonly ControlEvidence[];
}

type Row = readonly [id: string, title: string, evidence: readonly ControlEvidence[]];

/** Controls of one edition of a framework; `prefix` is how its ids are cited. */
const edition = (
  framework: string,
  version: string,
  prefix: string,
  rows: readonly Row[],
): readonly Control[] =>
  rows.map(([id, title, evidence]) => ({
    cited: `${prefix} ${id}`,
    framework,
    version,
    id,
    title,
    evidence,
  }));

/** The controls an access review speaks to. It is evidence for them, never the whole of one. */
export const CONTROLS: readonly Control[] = [
  ...edition('SOC 2', 'TSC 2017, revised 2022', 'SOC 2', [
    ['CC6.1', 'Logical access security over protected information assets', ['population', 'logging']],
    ['CC6.2', 'Access is authorized before it is issued and removed when no longer appropriate', ['review']],
    [
      'CC6.3',
      'Access follows roles, least privilege and segregation of duties',
      ['least-privilege', 'review'],
    ],
  ]),
  ...edition('ISO/IEC 27001 Annex A', '2022', 'ISO/IEC 27001:2022', [
    ['A.5.15', 'Access control', ['population']],
    ['A.5.18', 'Access rights', ['population', 'review']],
    ['A.8.2', 'Privileged access rights', ['least-privilege', 'review']],
    ['A.8.3', 'Information access restriction', ['least-privilege']],
  ]),
  ...edition('PCI DSS', '4.0.1', 'PCI DSS 4.0.1', [
    ['7.2.4', 'User accounts and their access are reviewed every six months', ['population', 'review']],
    ['7.2.5', 'Application and system accounts have the least privileges they need', ['least-privilege']],
    [
      '7.2.5.1',
      'Access by application and system accounts is reviewed, and management acknowledges it',
      ['population', 'review'],
    ],
    ['8.6.1', 'Interactive use of application and system accounts is managed', []],
  ]),
  ...edition('NIST SP 800-53', 'revision 5', 'NIST SP 800-53 r5', [
    ['AC-2', 'Account management', ['population']],
    ['AC-2(3)', 'Disable accounts', ['population']],
    ['AC-6', 'Least privilege', ['least-privilege']],
    ['AC-6(7)', 'Review of user privileges', ['least-privilege', 'review']],
    ['AC-6(9)', 'Log use of privileged functions', ['logging']],
    ['AU-6', 'Audit record review, analysis and reporting', ['logging']],
  ]),
  ...edition('NIST CSF', '2.0', 'NIST CSF 2.0', [
    [
      'PR.AA-05',
      'Permissions and entitlements are managed, enforced and reviewed, with least privilege',
      ['least-privilege', 'review'],
    ],
  ]),
  ...edition('OWASP Non-Human Identities Top 10', '2025', 'OWASP', [
    ['NHI1:2025', 'Improper offboarding', []],
    ['NHI5:2025', 'Overprivileged non-human identity', ['least-privilege']],
    ['NHI7:2025', 'Long-lived secrets', []],
    ['NHI10:2025', 'Human use of non-human identities', []],
  ]),
  ...edition('OWASP Top 10 for Agentic Applications', '2026', 'OWASP Agentic 2026', [
    ['ASI02', 'Tool misuse', []],
    ['ASI03', 'Identity and privilege abuse', ['least-privilege']],
    ['ASI06', 'Memory and context poisoning', []],
  ]),
];
