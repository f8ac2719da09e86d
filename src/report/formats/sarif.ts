import type { Severity } from '../../domain/catalog.ts';
import type { JsonObject } from '../../domain/json.ts';
import { exceptionsGiven } from '../excepted.ts';
import type { Reporter } from '../reporter.ts';
import { sha256 } from '../sha256.ts';
import { groupBy } from '../view/group-by.ts';
import { worst } from '../view/severity.ts';
import { printJson } from '../view/visible.ts';
import { type Result, sarifResults } from './sarif/results.ts';

/** SARIF's levels, and `security-severity` (0 to 10), by which GitHub sorts and names code scanning alerts. */
const LEVEL: Readonly<Record<Severity, { readonly level: string; readonly score: string }>> = {
  critical: { level: 'error', score: '9.5' },
  high: { level: 'error', score: '8.0' },
  medium: { level: 'warning', score: '5.5' },
  low: { level: 'note', score: '2.0' },
};

/**
 * `findings.sarif`, SARIF 2.1.0: what can be put at a line of a file. The files are the `*.before.json` of verified
 * proposals, so each removal stands at the statement that grants it, and each finding at the statements its evidence
 * names. A finding that names none has no file and stands in the other formats; `properties.counts` counts everything.
 */
export const sarif: Reporter = ({ assessment }) => {
  const results = sarifResults(assessment);
  const byRule = groupBy(results, ({ rule }) => [rule]);
  const rules = [...byRule.keys()].sort();
  const saysExceptions = exceptionsGiven(assessment);
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: assessment.tool.name,
            semanticVersion: assessment.tool.version,
            rules: rules.map((id) => ruleOf(id, byRule.get(id) ?? [])),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: results.map((result) => ({
          ...resultOf(result, rules),
          // Of all results or of none (SARIF 2.1.0, 3.27.23): an empty list says that none covers it.
          ...(saysExceptions ? { suppressions: suppressionsOf(result) } : {}),
        })),
        properties: { counts: assessment.summary, asOf: assessment.asOf },
      },
    ],
  };
  return new Map([['findings.sarif', printJson(log)]]);
};

function ruleOf(id: string, results: readonly Result[]): JsonObject {
  const { level, score } = LEVEL[worst(results.map(({ severity }) => severity)) ?? 'low'];
  return {
    id,
    name: id,
    shortDescription: { text: id.replace(/(?<=[a-z])(?=[A-Z])/g, ' ') },
    defaultConfiguration: { level },
    properties: { 'security-severity': score, tags: ['security', 'aws', 'iam'] },
  };
}

/** An exception is a person's decision, kept in a file of its own: `external`, and it was approved. */
const suppressionsOf = ({ excepted }: Result): readonly JsonObject[] =>
  excepted.map((justification) => ({ kind: 'external', status: 'accepted', justification }));

function resultOf(
  { rule, severity, message, file, statements, properties }: Result,
  rules: readonly string[],
): JsonObject {
  const regions =
    statements.length === 0 ? [file.whole] : statements.map((number) => file.regions[number] ?? file.whole);
  return {
    ruleId: rule,
    ruleIndex: rules.indexOf(rule),
    level: LEVEL[severity].level,
    message: { text: message },
    locations: regions.map((region) => ({
      physicalLocation: { artifactLocation: { uri: file.path }, region },
    })),
    // The same statement of the same policy is the same alert, whatever lines are added above it.
    partialFingerprints: {
      'paredown/v1': sha256(JSON.stringify([rule, file.policyId, statements, properties.principals ?? null])),
    },
    properties: { ...properties, severity },
  };
}
