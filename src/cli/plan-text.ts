import { visibleLines } from '../domain/visible.ts';
import type { openPullRequests, Proposal } from '../main.ts';

type Row = Awaited<ReturnType<typeof openPullRequests>>['rows'][number];

const WORDS: Readonly<Record<Row['action'], string>> = {
  create: 'open',
  update: 'regenerate',
  nothing: 'nothing',
  close: 'close',
  'hands-off': 'hands off',
  rejected: 'rejected',
  stale: 'stale',
  unmapped: 'no file',
};

/** The state table: what would happen, or happened, to each unit, and why. */
export function planText(
  rows: readonly Row[],
  { repositories }: Proposal['settings'],
  json: boolean,
): string {
  if (json)
    return JSON.stringify(
      rows.map((row) => asJson(row, repositories)),
      null,
      2,
    );
  if (rows.length === 0) return 'The assessment has no verified proposal, and no branch of paredown is open.';
  const width = Math.max(...rows.map(({ action }) => WORDS[action].length));
  return rows
    .map((row) => {
      const { prepared } = row;
      const files = (prepared?.files ?? []).map(({ path }) => `    file   ${path}`);
      const notes = (prepared?.sidecars ?? []).map(({ note }) => `    note   ${note}`);
      const where =
        repositories.length > 1 && row.repository >= 0 ? ` in ${repositories[row.repository]?.path}` : '';
      return visibleLines([
        `${WORDS[row.action].padEnd(width)}  ${row.id}${where}`,
        `    branch ${row.branch}`,
        ...(row.action === 'create' || row.action === 'update' ? [...files, ...notes] : []),
        `    why    ${row.why}`,
      ]);
    })
    .join('\n');
}

function asJson(
  { id, branch, repository, action, why, prepared }: Row,
  repositories: Proposal['settings']['repositories'],
) {
  return {
    id,
    repository: repositories[repository]?.path ?? null,
    branch,
    action,
    why,
    fingerprint: prepared?.unit.fingerprint ?? null,
    files: (prepared?.files ?? []).map(({ path, after }) => ({
      path,
      change: after === null ? 'delete' : 'write',
    })),
    notes: (prepared?.sidecars ?? []).map(({ note }) => note),
  };
}
