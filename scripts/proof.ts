import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { loadCatalog } from '../src/collect/catalog-files.ts';
import { TARGETS } from '../src/domain/recommendation.ts';
import { Chance } from '../test/support/chance.ts';
import { differ } from '../test/support/proof/differ.ts';
import { KNOWN_DIFFERENCES } from '../test/support/proof/known-differences.ts';
import { managedPolicies, quackyPolicies, type RealPolicy } from '../test/support/proof/real-policies.ts';
import { type Tightened, tighten } from '../test/support/proof/tighten.ts';
import { SEED } from '../test/support/runs.ts';
import { hasSharedData } from '../test/support/shared-data.ts';

/**
 * Writes docs/proof.md: what proposals do to real policies, counted. `--one-in N` tries every N-th policy, which the
 * sheet then says. Needs the collections of policies that test/real reads.
 */
const SHEET = fileURLToPath(new URL('../docs/proof.md', import.meta.url));
const REQUESTS_EACH = 10;
/** Policies tightened together: memory stays bounded. */
const BATCH = 60;

const at = process.argv.indexOf('--one-in');
const oneIn = at < 0 ? 1 : Number(process.argv[at + 1]);
if (!hasSharedData) throw new Error('The collections of real policies are not beside the checkout.');
if (!Number.isInteger(oneIn) || oneIn < 1) throw new Error('--one-in wants a whole number.');

const catalog = loadCatalog();
const COLLECTIONS = [
  { name: 'quacky', all: quackyPolicies() },
  { name: 'AWS managed policies', all: managedPolicies() },
].map((each) => ({ ...each, policies: each.all.filter((_, index) => index % oneIn === 0) }));

function tightenAll(policies: readonly RealPolicy[], target: (typeof TARGETS)[number]): readonly Tightened[] {
  const batches = Array.from({ length: Math.ceil(policies.length / BATCH) }, (_, index) =>
    policies.slice(index * BATCH, (index + 1) * BATCH),
  );
  return batches.map((batch, index) =>
    tighten(batch, catalog, target, new Chance(SEED + index), REQUESTS_EACH),
  );
}

const number = (value: number): string => String(value).replace(/\B(?=(\d{3})+(?!\d))/g, ',');

const wrong: string[] = [];
const rows: (readonly string[])[] = [];
for (const { name, policies } of COLLECTIONS) {
  for (const target of TARGETS) {
    const results = tightenAll(policies, target);
    const sum = (of: (one: Tightened) => number): number =>
      results.reduce((total, one) => total + of(one), 0);
    wrong.push(...results.flatMap(({ failed, widened, lost }) => [...failed, ...widened, ...lost]));
    const before = sum((one) => one.charactersBefore);
    const after = sum((one) => one.charactersAfter);
    const failed = sum((one) => one.failed.length);
    const verified = sum((one) => one.verified);
    rows.push([
      name,
      target,
      number(policies.length),
      number(verified),
      number(failed),
      number(sum((one) => one.notProposed)),
      number(sum((one) => one.removedActions)),
      number(sum((one) => one.narrowedTo)),
      `${number(sum((one) => one.widened.length))} of ${number(sum((one) => one.widenedAsked))}`,
      `${number(sum((one) => one.lost.length))} of ${number(sum((one) => one.lostAsked))}`,
      verified + failed === 0 ? '-' : `${Math.round((100 * verified) / (verified + failed))} %`,
      number(before),
      number(after),
      number(before - after),
    ]);
    console.error(rows.at(-1)?.join(' | '));
  }
}

const differences = COLLECTIONS.map(({ name, policies }) => {
  const identity = policies.filter(({ document }) => !/"(Not)?Principal":/.test(JSON.stringify(document)));
  const result = differ(identity, catalog, new Chance(SEED), REQUESTS_EACH);
  wrong.push(...result.unexplained);
  return { name, ...result };
});

const header = [
  'corpus',
  'target',
  'policies',
  'verified',
  'failed',
  'nothing proposed',
  'removed',
  'narrowed to',
  'widenings',
  'lost calls',
  'within limits',
  'characters before',
  'after',
  'saved',
];
const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
const sheet = `# The proof, counted

Made by \`npm run proof${oneIn === 1 ? '' : ` -- --one-in ${oneIn}`}\` (seed ${SEED}); do not edit.
${oneIn === 1 ? 'Every policy' : `One policy in ${oneIn}`} of two public collections is given to a principal that makes up to a dozen calls at random; paredown proposes, its
verifier decides, and an independent simulator (\`@cloud-copilot/iam-simulate\`, which is no part of paredown) gives a second
opinion on requests near the documents (widenings) and on the calls made (lost calls).

${line(header)}
${line(header.map(() => '---'))}
${rows.map(line).join('\n')}

- *failed*: proposals that did not pass paredown's own verification, and so would never be published.
- *removed*: (principal, action) pairs. *narrowed to*: resource patterns that the originals did not have. *widenings*: requests the original denies and the proposal allows. *lost calls*:
  calls made that the original allows and the proposal denies. Both of the requests asked.
- *within limits*: share of proposals that pass every check, IAM's limits of size, attachments and characters among them; what
  would not fit is not proposed at all, and stands under *nothing proposed*.
- *characters*: of the changed documents, as IAM counts them. Taking a few actions out of \`*\` has to name what stays, so
  proposals under \`sensitive\` are often longer; a negative saving says so.

## Our evaluator and the simulator

| corpus | requests | left open by ours | known differences | unexplained |
|---|---|---|---|---|
${differences
  .map(
    ({ name, requests, open, known, unexplained }) =>
      `| ${name} | ${number(requests)} | ${number(open)} | ${number(Object.values(known).reduce((a, b) => a + b, 0))} | ${unexplained.length} |`,
  )
  .join('\n')}

The known differences, and what decides each:

${KNOWN_DIFFERENCES.map(({ name, decidedBy }) => `- **${name}.** ${decidedBy}`).join('\n')}

## The tests beside it

- Properties (\`test/properties\`): generated policies and accounts against a brute-force reading. \`npm test\` runs 50 to 20,000
  cases of each, \`npm run test:integration\` (\`TEST_RUNS=many\`) 750 to 20,000; \`TEST_RUNS=500\` as many as it says. A failure
  prints \`{ seed: ..., path: "..." }\`: \`TEST_SEED=<seed> TEST_PATH=<path> npx vitest run <file> -t <name>\` runs that case again,
  \`TEST_SEED\` alone the whole run.
- Mutations (\`test/real/verify-mutations.test.ts\`): proposals for real policies, broken in some twenty ways, tens of times each.
  The verifier has to catch every one, with a request of a known action; what it passes has to be harmless by the simulator.
- \`TEST_RUNS=full\`: the tests on real policies take all of them.
`;
writeFileSync(SHEET, sheet);
console.error(`${SHEET} written`);
for (const one of wrong) console.error(`WRONG: ${one}`);
process.exitCode = wrong.length === 0 ? 0 : 1;
