import type { Diagnosis, ExaminedTrail, TriedCall } from '../domain/diagnosis.ts';
import { visibleLines } from '../domain/visible.ts';

const OUTCOMES: Readonly<Record<TriedCall['outcome'], string>> = {
  allowed: 'allowed',
  denied: 'DENIED',
  'not-tried': 'not tried',
  failed: 'FAILED',
};
const MOST_TYPES = 8;

/** The diagnosis for a terminal. */
export function diagnosisText(found: Diagnosis): string {
  const { identity, region, window, calls, trails, regions, logs, workgroup, costs, shortfalls } = found;
  const gaps = shortfalls.filter(({ isGap }) => isGap).length;
  return visibleLines([
    `You are ${identity.arn} in account ${identity.account}, region ${region}.`,
    '',
    'Calls',
    ...table(calls.map(({ outcome, call, purpose, detail }) => [OUTCOMES[outcome], call, detail ?? purpose])),
    '',
    `Trails (${trails.length}; asked in ${regions.length} region${regions.length === 1 ? '' : 's'}: ${regions.join(', ')})`,
    ...trails.flatMap(trailLines),
    ...found.trailProblems.map((problem) => `  could not be read: ${problem}`),
    ...logs.flatMap(({ location, days, problems }) => [
      '',
      `Days of log in ${location}, of the ${window.days} to ${window.end}`,
      ...table(
        days.map(({ account, region: place, days: there, of, first, last }) => [
          account,
          place,
          `${there} of ${of} days${first === null ? '' : `, ${first} to ${last}`}`,
        ]),
      ),
      ...problems.map((problem) => `  ${problem}`),
    ]),
    '',
    ...workgroupLines(workgroup),
    '',
    'What a run costs, about, at list prices',
    ...(costs.length === 0
      ? [
          '  Collecting with --aws is free of charge. Nothing is known of a log whose bucket cannot be listed.',
        ]
      : table(costs.map(({ what, amount, dollars }) => [dollarsOf(dollars), amount, what]))),
    '',
    shortfalls.length === 0
      ? 'Nothing is missing.'
      : `What cannot be known (${shortfalls.length}, of which ${gaps} make the evidence incomplete)`,
    ...shortfalls.flatMap(({ isGap, missing, unknowable, remedy }) => [
      `  ${isGap ? '!' : '-'} ${missing}`,
      `      unknowable: ${unknowable}`,
      `      remedy: ${remedy}`,
    ]),
  ]);
}

function trailLines(trail: ExaminedTrail): readonly string[] {
  const { arn, management, data, selectorsKnown } = trail;
  const kinds = [
    trail.multiRegion ? 'all regions' : `${trail.homeRegion} only`,
    ...(trail.organization ? ['whole organization'] : []),
    loggingWords(trail),
  ];
  const excluded = management?.excludedSources ?? [];
  const managementWords =
    management === null
      ? 'none'
      : `${[...(management.read ? ['read'] : []), ...(management.write ? ['write'] : [])].join(' and ') || 'none'}${excluded.length === 0 ? '' : `, without ${excluded.join(', ')}`}`;
  const types = [...new Set(data.map(({ resourceType }) => resourceType))].sort();
  const more = types.length - MOST_TYPES;
  return [
    `  ${arn}`,
    `      ${kinds.join('; ')}`,
    ...(selectorsKnown
      ? [
          `      management events: ${managementWords}`,
          `      data events: ${types.length === 0 ? 'none' : types.slice(0, MOST_TYPES).join(', ')}${more > 0 ? ` and ${more} more types` : ''}`,
        ]
      : ['      what it records could not be read']),
    `      digest files: ${trail.validation ? 'yes' : 'no'}; delivers to ${trail.bucket === null ? 'no bucket' : `s3://${trail.bucket}/${trail.prefix}`}${trail.deliveryError === null ? '' : `, and fails: ${trail.deliveryError}`}`,
  ];
}

function loggingWords({ isLogging, loggingSince, latestDelivery }: ExaminedTrail): string {
  if (isLogging === null) return 'whether it is logging could not be read';
  if (!isLogging) return 'NOT LOGGING';
  return `logging since ${loggingSince ?? 'a time not told'}; latest delivery ${latestDelivery ?? 'none'}`;
}

function workgroupLines(workgroup: Diagnosis['workgroup']): readonly string[] {
  if (workgroup === null) return ['Athena: not looked at'];
  const { name, state, enforced, output, cutoffBytes, engine, problem } = workgroup;
  if (problem !== null) return [`Athena workgroup ${name}: ${problem}`];
  return [
    `Athena workgroup ${name}: ${state ?? 'state not told'}; ${engine ?? 'engine not told'}`,
    `      results: ${output ?? 'no place is set'}; its settings ${enforced === true ? 'win over' : 'yield to'} those of a query`,
    `      bytes a query may scan: ${cutoffBytes ?? 'no limit'}`,
  ];
}

const dollarsOf = (dollars: number): string => (dollars < 0.01 ? 'under $0.01' : `$${dollars.toFixed(2)}`);

/** Rows with their columns under each other, two blanks between. */
function table(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((cells) => cells[column]?.length ?? 0)),
  );
  return rows.map((cells) =>
    `  ${cells.map((cell, column) => (column === cells.length - 1 ? cell : cell.padEnd(widths[column] ?? 0))).join('  ')}`.trimEnd(),
  );
}
