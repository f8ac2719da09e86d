import type { RunRequest } from '../main.ts';

/**
 * The command line that asks the same question again, whatever mix of flags, variables and file it came from. Where
 * the answer goes and which exit code it gives are no part of the question.
 * @param files what else was given as a file, by flag
 * @param configFile the file to name because part of the question can be said only there; null when none
 */
export function repeatArguments(
  question: Omit<RunRequest, 'tool' | 'arguments'>,
  configFile: string | null,
  files: Readonly<Record<'exceptions' | 'decisions' | 'previous', string | null>>,
): readonly string[] {
  const repeated = (flag: string, values: readonly string[]) => values.flatMap((value) => [flag, value]);
  return [
    'run',
    ...repeated('--from-snapshot', question.snapshot === undefined ? [] : [question.snapshot]),
    ...(question.snapshot !== undefined && question.useHistory === false ? ['--no-event-history'] : []),
    ...repeated('--authorization-details', question.authorizationDetails),
    ...repeated('--last-accessed', question.lastAccessed),
    ...repeated('--cloudtrail', question.cloudTrail),
    ...athenaArguments(question.athena),
    ...repeated('--trails', question.trails),
    ...repeated('--public-keys', question.publicKeys ?? []),
    ...repeated('--scps', question.scps ?? []),
    ...repeated('--credential-report', question.credentialReports ?? []),
    ...repeated('--service-specific-credentials', question.serviceSpecificCredentials ?? []),
    ...repeated('--as-of', [question.window.end]),
    ...repeated('--window', [String(question.window.days)]),
    ...repeated('--scope', [question.scope]),
    ...repeated('--target', [question.target]),
    ...repeated('--proposal-form', question.form === 'deny-overlay' ? [question.form] : []),
    ...(typeof question.withBacktest === 'boolean'
      ? [question.withBacktest ? '--backtest' : '--no-backtest']
      : []),
    ...repeated('--regions', question.regions ?? []),
    ...repeated('--break-glass-tags', question.breakGlassTags),
    ...Object.entries(files).flatMap(([flag, path]) => (path === null ? [] : [`--${flag}`, path])),
    ...repeated('--config', configFile === null ? [] : [configFile]),
  ];
}

/** What decides which facts there are; what they may cost and how old they may be is no part of the question. */
function athenaArguments(athena: RunRequest['athena']): readonly string[] {
  if (athena === undefined) return [];
  const { table, database, workgroup } = athena;
  return ['--athena', table, '--athena-database', database, '--athena-workgroup', workgroup];
}
