// Adds up the JSON results of vitest runs: what failed and what was skipped, then `N passed, N failed` alone.
// usage: node scripts/ci-summary.mjs <folder with *.json> [steps that failed...]
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const [folder, ...failedSteps] = process.argv.slice(2);
let passed = 0;
const failed = [];
const skipped = [];
const failedRuns = new Set();

for (const name of readdirSync(folder).sort()) {
  const run = JSON.parse(readFileSync(join(folder, name), 'utf8'));
  for (const file of run.testResults) {
    const path = relative(process.cwd(), file.name);
    const before = failed.length;
    for (const test of file.assertionResults) {
      const title = `${path}: ${test.fullName}`;
      if (test.status === 'passed') passed++;
      else if (test.status === 'failed') failed.push(title);
      else skipped.push(title);
    }
    // A file that cannot even be loaded, or whose hooks fail, has no failed test of its own.
    if (file.status === 'failed' && failed.length === before)
      failed.push(`${path}: ${file.message ?? 'failed'}`);
    if (failed.length > before) failedRuns.add(`npm run ${name.replace(/\.json$/, '')}`);
  }
}
// A step that failed without a failed test: build, lint, types, or a run that never wrote its results.
for (const step of failedSteps) if (!failedRuns.has(step)) failed.push(step);

if (skipped.length > 0) {
  console.log(
    `Skipped ${skipped.length}; the reason stands in the test's name or in the messages of its run above:`,
  );
  for (const title of skipped) console.log(`  ${title}`);
}
if (failed.length > 0) {
  console.log('Failed:');
  for (const title of failed) console.log(`  ${title}`);
}
console.log(`${passed} passed, ${failed.length} failed`);
process.exitCode = failed.length > 0 || passed === 0 ? 1 : 0;
