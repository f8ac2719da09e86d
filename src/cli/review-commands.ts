import type { Command } from './command.ts';

/** What reviewers and auditors do with a result. */
export const REVIEW_COMMANDS: readonly Command[] = [
  {
    name: 'verify',
    describe:
      'Check an evidence pack: every hash, missing and extra files, the schema, and run its policy tests; exit code 7 names what differs',
    positionals: [{ name: 'folder', describe: 'folder that `paredown run` wrote', required: true }],
    options: [
      {
        flag: 'recompute',
        kind: 'switch',
        describe: 'Also decide and write everything again from the packed facts, and compare byte for byte',
      },
    ],
    examples: ['paredown verify paredown-out --recompute'],
    load: async () => (await import('./verify.ts')).verify,
  },
  {
    name: 'compare',
    describe: 'Compare two reviews: exposure, newly unused, newly granted, remediated and regressed',
    positionals: [
      { name: 'old', describe: 'the earlier assessment.json, or its folder', required: true },
      { name: 'new', describe: 'the later one', required: true },
    ],
    options: [
      {
        flag: 'out',
        kind: 'text',
        describe: 'DIR for compare.json, compare.html and compare.md [default: JSON to stdout]',
      },
    ],
    examples: ['paredown compare review-q2 review-q3 --out change'],
    load: async () => (await import('./compare.ts')).compare,
  },
  {
    name: 'review',
    describe:
      'Scaffold the file in which reviewers answer an assessment, or check it: exit code 4 while answers are open, 2 when one cannot stand',
    positionals: [
      { name: 'what', describe: 'scaffold, or check', required: true, choices: ['init', 'check'] },
      { name: 'folder', describe: 'folder that `paredown run` wrote', required: true },
    ],
    options: [
      {
        flag: 'decisions',
        kind: 'text',
        describe: 'FILE of the answers [default: decisions.yaml in the folder]',
      },
    ],
    examples: ['paredown review init paredown-out', 'paredown review check paredown-out'],
    load: async () => (await import('./review.ts')).review,
  },
];
