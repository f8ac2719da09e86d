import { controlRecords } from '../control-evidence.ts';
import type { Reporter } from '../reporter.ts';
import { csvLine } from './csv-field.ts';

const HEAD = [
  'framework',
  'version',
  'control',
  'title',
  'kind',
  'severity',
  'subject',
  'evidence',
  'excepted',
  'file',
];

/** `pack/controls.csv`: one row for each piece of evidence this review has for a control; one without any has a row too. */
export const controlsCsv: Reporter = ({ shown }) => {
  const rows = controlRecords(shown).flatMap(({ framework, version, id, title, statements, findings }) => {
    const control = [framework, version, id, title];
    const pieces = [
      ...statements.map(({ what, file }) => [...control, 'statement', '', '', what, '', file]),
      ...findings.map((finding) => [
        ...control,
        'finding',
        finding.severity,
        finding.subject,
        `${finding.type}: ${finding.title}`,
        finding.muted ? 'yes' : 'no',
        'findings.csv',
      ]),
    ];
    return pieces.length === 0 ? [[...control, 'none', '', '', 'No finding cites it', '', '']] : pieces;
  });
  return new Map([['pack/controls.csv', [HEAD, ...rows].map((row) => csvLine(row)).join('')]]);
};
