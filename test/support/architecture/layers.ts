export interface Layer {
  readonly name: string;
  readonly owns: RegExp;
  /** Names of the layers it may import; itself always. */
  readonly imports: readonly string[];
  /** Only the entry file (`index.ts`) of the layers it imports. */
  readonly entryFilesOnly?: boolean;
  readonly packages: readonly RegExp[];
  /** Same input, same bytes out: no clock, chance, locale, console or environment. */
  readonly pure: boolean;
  readonly why: string;
}

export const STAGES = ['collect', 'analyze', 'propose', 'verify', 'report', 'publish'];
const EDGE_WHY =
  'an edge: it alone meets files, engines and networks, so that everything inside runs on values';

/** The house, design "Who may import whom". The first layer that owns a file is its layer. */
export const LAYERS: readonly Layer[] = [
  {
    name: 'domain',
    owns: /^src\/domain\//,
    imports: [],
    packages: [],
    pure: true,
    why: 'the words every room shares; what it imported, all would depend on',
  },
  {
    name: 'iam',
    owns: /^src\/iam\//,
    imports: ['domain'],
    // node:crypto for createHash, which is a pure function.
    packages: [/^node:crypto$/],
    pure: true,
    why: 'the policy language is a language: it knows no service, no evidence and no report',
  },
  {
    name: 'catalog',
    owns: /^src\/catalog\//,
    imports: ['domain'],
    packages: [],
    pure: true,
    why: 'facts are data; what they mean for a principal is decided in analyze',
  },
  {
    name: 'analyze',
    owns: /^src\/analyze\//,
    imports: ['domain', 'iam', 'catalog'],
    packages: [],
    pure: true,
    why: 'verdicts depend on facts alone, never on where they came from or how they are shown',
  },
  {
    name: 'propose',
    owns: /^src\/propose\//,
    imports: ['domain', 'iam', 'catalog'],
    packages: [],
    pure: true,
    why: 'proposals follow from verdicts; they may not reach back and judge anew',
  },
  {
    name: 'verify',
    owns: /^src\/verify\//,
    imports: ['domain', 'iam', 'catalog'],
    packages: [],
    pure: true,
    why: 'a proof that shares code with what it proves repeats its mistakes: never propose',
  },
  {
    name: 'report',
    owns: /^src\/report\//,
    imports: ['domain'],
    // node:crypto for createHash, which is a pure function.
    packages: [/^handlebars$/, /^zod$/, /^diff$/, /^node:crypto$/],
    pure: true,
    why: 'it shows an assessment that may come from a file: it decides nothing and returns strings',
  },
  {
    name: 'collect',
    owns: /^src\/collect\//,
    imports: ['domain', 'iam', 'catalog'],
    packages: [
      /^node:/,
      /^@duckdb\/node-(api|bindings)$/,
      /^@aws-sdk\//,
      /^@cloud-copilot\/iam-data$/,
      /^zod$/,
      /^picomatch$/,
      /^p-limit$/,
    ],
    pure: false,
    why: EDGE_WHY,
  },
  {
    name: 'publish',
    owns: /^src\/publish\//,
    imports: ['domain', 'iam', 'catalog'],
    // yaml and jsonc-parser for offsets: files people own are edited in place, never printed anew.
    packages: [/^node:/, /^yaml$/, /^jsonc-parser$/],
    pure: false,
    why: EDGE_WHY,
  },
  {
    name: 'pack',
    owns: /^src\/pack\//,
    imports: ['domain', 'iam'],
    // node:crypto for createHash, which is a pure function.
    packages: [/^node:crypto$/],
    pure: true,
    why: 'facts to text and back: what an auditor recomputes from must not depend on who packed it',
  },
  {
    name: 'backtest',
    owns: /^src\/backtest\//,
    imports: ['domain', 'analyze', 'propose', 'verify'],
    entryFilesOnly: true,
    packages: [],
    pure: true,
    why: 'three stages run on the past and asked of the rest: above the stages, as it needs their answers, and no stage itself',
  },
  {
    name: 'pipeline',
    owns: /^src\/pipeline\.ts$/,
    imports: ['domain', ...STAGES, 'backtest'],
    entryFilesOnly: true,
    packages: [],
    pure: true,
    why: 'the six stages in order; a reader should need nothing else to know the program',
  },
  {
    name: 'main',
    owns: /^src\/main(\.ts$|\/)/,
    imports: ['domain', 'iam', 'catalog', ...STAGES, 'pack', 'backtest', 'pipeline'],
    packages: [/^node:/],
    pure: false,
    why: 'composition root: every adapter is chosen here; it must run without the command line',
  },
  {
    name: 'cli',
    owns: /^src\/cli\//,
    imports: ['domain', 'main', 'report'],
    packages: [/^node:path$/, /^node:fs$/, /^yargs$/, /^yaml$/, /^zod$/],
    pure: true,
    why: 'a shell: words in, settings out; it reaches the stages through main only',
  },
  {
    name: 'bin',
    owns: /^src\/cli\.ts$/,
    imports: ['domain', 'cli'],
    packages: [/^node:fs$/, /^node:v8$/],
    pure: false,
    why: 'process, its memory, clock and console live here so that nothing else needs them',
  },
];

export function layerOf(path: string): Layer | undefined {
  return LAYERS.find((layer) => layer.owns.test(path));
}
