import type { Json, JsonObject } from '../../../domain/json.ts';
import type { Assessment } from '../../assessment-schema.ts';
import { policyPaths } from '../../policy-paths.ts';
import { documentText } from '../../view/policy-diff.ts';

/** Lines of a file, the first is 1; SARIF's region. */
export interface Region {
  readonly [name: string]: number;
  readonly startLine: number;
  readonly endLine: number;
}

/** A `*.before.json` of the out folder. */
export interface PolicyFile {
  /** Relative to the out folder; made of URI characters only. */
  readonly path: string;
  readonly policyId: string;
  readonly policy: string;
  readonly recommendationId: string;
  readonly principalArns: readonly string[];
  readonly whole: Region;
  /** Of each statement, in order. */
  readonly regions: readonly Region[];
}

/** The documents that verified proposals replace or detach, as they stand in the out folder. */
export function policyFilesOf(assessment: Assessment): readonly PolicyFile[] {
  const holders = new Map(
    assessment.recommendations.flatMap(({ id, principalArns, changes }) =>
      changes.map((change) => [change, { recommendationId: id, principalArns }] as const),
    ),
  );
  return policyPaths(assessment).flatMap(({ base, change }): PolicyFile[] => {
    const holder = holders.get(change);
    if (change.before === null || holder === undefined) return [];
    const lines = documentText(change.before).trimEnd().split('\n');
    return [
      {
        path: `${base}.before.json`,
        policyId: change.policyId,
        policy: change.policy,
        ...holder,
        whole: { startLine: 1, endLine: lines.length },
        regions: statementRegions(change.before, lines),
      },
    ];
  });
}

/**
 * Our own printing indents by two and breaks no string over lines, so a statement of the top-level list begins and
 * ends with a brace at the fourth column; a single statement that is no list stands with its key at the second.
 */
function statementRegions(document: JsonObject, lines: readonly string[]): readonly Region[] {
  const first = lines.findIndex((line) => line.startsWith('  "Statement": '));
  if (first < 0) return [];
  const single = !Array.isArray(document.Statement as Json);
  const indent = single ? '  ' : '    ';
  const regions: Region[] = [];
  let start = single ? first : -1;
  for (let at = first + 1; at < lines.length; at++) {
    const line = lines[at] ?? '';
    if (!single && line === '  ]') break;
    if (!single && line === `${indent}{`) start = at;
    if (line === `${indent}}` || line === `${indent}},`) {
      regions.push({ startLine: start + 1, endLine: at + 1 });
      if (single) break;
    }
  }
  return regions;
}
