import { controlsCsv } from './formats/controls-csv.ts';
import { csv } from './formats/csv.ts';
import { html } from './formats/html.ts';
import { json, verification } from './formats/json.ts';
import { markdown } from './formats/markdown.ts';
import { ocsf } from './formats/ocsf.ts';
import { changeDiff, policyFiles } from './formats/policy-files.ts';
import { policyTests } from './formats/policy-tests.ts';
import { sarif } from './formats/sarif.ts';
import { stepSummary } from './formats/step-summary.ts';
import type { Reporter } from './reporter.ts';

/** Every format; a new one is a file in `formats/` and a line here, and the contract tests hold it to the rules. */
export const REPORTERS = {
  json,
  html,
  markdown,
  csv,
  ocsf,
  controls: controlsCsv,
  sarif,
  stepSummary,
  policies: policyFiles,
  tests: policyTests,
  diff: changeDiff,
  verification,
} as const satisfies Readonly<Record<string, Reporter>>;
