import type { Severity } from '../../../domain/catalog.ts';
import type { JsonObject } from '../../../domain/json.ts';
import type {
  Assessment,
  AssessmentFinding,
  AssessmentPermission,
  AssessmentRecommendation,
} from '../../assessment-schema.ts';
import { coveringExceptions } from '../../excepted.ts';
import { groupBy } from '../../view/group-by.ts';
import { worst } from '../../view/severity.ts';
import { type HeldPermissions, heldPermissions } from './held-permissions.ts';
import { type PolicyFile, policyFilesOf } from './policy-file.ts';

/** Something to say at statements of a file. */
export interface Result {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly file: PolicyFile;
  /** Statements, by number; empty for the whole document. */
  readonly statements: readonly number[];
  readonly properties: JsonObject;
  /** A sentence for each exception that covers it. */
  readonly excepted: readonly string[];
}

/** The rule of what a verified proposal removes; findings have their type as rule. */
const REMOVABLE = 'RemovablePermissions';

/** Every removal of a verified proposal, and every finding whose evidence names a statement of a file. */
export function sarifResults(assessment: Assessment): readonly Result[] {
  const files = policyFilesOf(assessment);
  const held = heldPermissions(assessment);
  const byProposal = groupBy(files, ({ recommendationId }) => [recommendationId]);
  const byPrincipal = groupBy(files, ({ principalArns }) => principalArns);
  return [
    ...assessment.recommendations.flatMap((recommendation) =>
      removals(recommendation, byProposal.get(recommendation.id) ?? [], held),
    ),
    ...assessment.findings.flatMap((finding, number) =>
      finding.principalArn === null
        ? []
        : located(finding, number, finding.principalArn, byPrincipal.get(finding.principalArn) ?? [], held),
    ),
  ];
}

/** One result for each statement a verified proposal takes something from. */
function removals(
  { id, principalArns, removed }: AssessmentRecommendation,
  files: readonly PolicyFile[],
  held: HeldPermissions,
): readonly Result[] {
  const [fallback] = files;
  if (fallback === undefined) return [];
  const groups = new Map<string, { file: PolicyFile; statements: number[]; actions: Set<string> }>();
  const severities = new Map<string, Severity | null>();
  const permissionsOf = new Map(removed.map((action) => [action, [] as AssessmentPermission[]]));
  for (const permission of principalArns.flatMap(held))
    permissionsOf.get(permission.action)?.push(permission);
  for (const [action, permissions] of permissionsOf) {
    severities.set(action, worst(permissions.map(({ severity }) => severity)));
    const places = permissions
      .flatMap(({ grantedBy }) => grantedBy)
      .flatMap(({ policyId, statement }) =>
        files.filter((file) => file.policyId === policyId).map((file) => ({ file, statements: [statement] })),
      );
    // What is not sensitive has no grant in the assessment; it is removed all the same.
    for (const place of places.length === 0 ? [{ file: fallback, statements: [] }] : places) {
      const key = JSON.stringify([place.file.path, place.statements]);
      const group = groups.get(key) ?? { ...place, actions: new Set() };
      groups.set(key, group);
      group.actions.add(action);
    }
  }
  return [...groups.values()].map(({ file, statements, actions }) => ({
    rule: REMOVABLE,
    severity: worst([...actions].map((action) => severities.get(action) ?? null)) ?? 'low',
    message: `Not used in the window, and proved safe to remove: ${[...actions].join(', ')}`,
    file,
    statements,
    properties: { proposal: id, principals: principalArns, actions: [...actions] },
    // A proposal removes nothing that an exception keeps.
    excepted: [],
  }));
}

/** Evidence names a statement (`<policy>, statement 2: ...`) or begins with an action the principal is granted. */
function located(
  finding: AssessmentFinding,
  number: number,
  principalArn: string,
  files: readonly PolicyFile[],
  held: HeldPermissions,
): readonly Result[] {
  if (files.length === 0) return [];
  const { type, severity, title, detail, remedy, evidence, controls } = finding;
  const named: { readonly policyId: string; readonly statement: number }[] = [];
  const actions = new Set<string>();
  for (const text of evidence) {
    const [, policyId, statement] = /^(.+), statement (\d+)\b/.exec(text) ?? [];
    const [action] = /^[a-z0-9-]+:[A-Za-z0-9*]+/.exec(text) ?? [];
    if (policyId !== undefined) named.push({ policyId, statement: Number(statement) });
    else if (action !== undefined) actions.add(action);
  }
  for (const { action, grantedBy } of held(principalArn)) {
    if (actions.has(action)) named.push(...grantedBy);
  }
  return files.flatMap((file): Result[] => {
    const mine = named.filter(({ policyId }) => policyId === file.policyId || policyId === file.policy);
    const statements = [...new Set(mine.map(({ statement }) => statement))].sort((a, b) => a - b);
    if (statements.length === 0) return [];
    const message = `${title}. ${detail} ${remedy}`;
    const properties = { finding: number, principals: [principalArn], controls };
    const excepted = coveringExceptions(finding);
    return [{ rule: type, severity, message, file, statements, properties, excepted }];
  });
}
