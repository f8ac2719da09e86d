import type { Json, JsonObject } from '../domain/json.ts';
import type { Assessment, AssessmentRecommendation } from './assessment-schema.ts';
import { block, code, type Markdown, md } from './formats/markdown-text.ts';
import type { PullRequestContext } from './pull-request-context.ts';
import { formatAmount, formatCount } from './view/format.ts';
import { printJson } from './view/visible.ts';

/** What could break, and why not to worry about the rest. */
export function risk(
  assessment: Assessment,
  {
    verification,
    requires,
    removed,
    notes = [],
    changes: made,
    forPermissionSet = null,
  }: AssessmentRecommendation,
  context: PullRequestContext,
): Markdown {
  const needs = requires.map((id) => {
    const branch = context.requires.find((each) => each.id === id)?.branch;
    return md`- It takes effect only together with the proposal for ${code(id)}${branch === undefined ? '' : md` (branch ${code(branch)})`}.\n`;
  });
  return md`## What could break

- Work that comes round less often than every ${formatCount(assessment.window.days)} days (yearly audits, disaster recovery) has left no evidence: ask its owner about ${removed.length === 1 ? 'this permission' : 'these permissions'}.
- Every observed call was replayed against the proposal: ${formatAmount(verification?.noLostUsage.replayed ?? 0, 'call')}, none lost. Calls that no log shows could not be replayed; permissions only they would use are kept, as not judged.
- A call that is denied afterwards fails with AccessDenied and names the action; the section on rolling back undoes the change.
${made.some(writesOut) ? md`- Where a pattern such as ${code('service:*')} covered something that goes, the patterns that take its place cover everything else of today: actions that AWS adds later may have to be granted by name.\n` : ''}${notes.map((note) => md`- ${note}\n`)}${needs}${forPermissionSet === null ? '' : md`\nTo be added to the permission set by hand, which serves other accounts too:\n\n${block('json', printJson(forPermissionSet))}`}
`;
}

/** Whether a pattern of an Allow is replaced by others. */
function writesOut({ before, after }: AssessmentRecommendation['changes'][number]): boolean {
  if (before === null || after === null) return false;
  const left = new Set(actionsOf(after));
  return actionsOf(before).some((action) => action.includes('*') && !left.has(action));
}

function actionsOf({ Statement: given }: JsonObject): readonly string[] {
  const statements: readonly (Json | undefined)[] = isList(given) ? given : [given];
  return statements.flatMap((statement) => {
    if (!isMap(statement) || statement.Effect !== 'Allow') return [];
    const { Action: actions } = statement;
    return (isList(actions) ? actions : [actions]).map(String);
  });
}

const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);
const isMap = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !isList(value);
