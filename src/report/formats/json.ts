import type { Reporter } from '../reporter.ts';
import { printJson, printRows, ROW_DEPTH } from '../view/visible.ts';

/** `assessment.json`, the contract other programs read. */
export const json: Reporter = ({ assessment }) =>
  new Map([['assessment.json', printRows(assessment, ROW_DEPTH)]]);

/** `verification.json`: what was checked and found, without the rest. */
export const verification: Reporter = ({ assessment }) =>
  new Map([
    [
      'verification.json',
      printJson({
        schemaVersion: assessment.schemaVersion,
        tool: assessment.tool,
        asOf: assessment.asOf,
        recommendations: assessment.recommendations.map(
          ({ id, principalArns, status, notProposed, removed, requires, verification }) => ({
            id,
            principalArns,
            status,
            notProposed,
            removed,
            requires,
            verification,
          }),
        ),
      }),
    ],
  ]);
