import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { COMMANDS } from '../../src/cli/commands.ts';
import { RUN_OPTIONS } from '../../src/cli/options.ts';

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly shell?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, string>>;
}

interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default?: string }>>;
  readonly outputs: Readonly<Record<string, { readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

interface Workflow {
  readonly on: {
    readonly schedule: readonly { readonly cron: string }[];
    readonly workflow_dispatch: {
      readonly inputs: Readonly<Record<string, { readonly options?: readonly string[] }>>;
    };
  };
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<
    Record<
      string,
      { readonly permissions: Readonly<Record<string, string>>; readonly steps: readonly Step[] }
    >
  >;
}

function yaml<T>(path: string): T {
  const text = readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8');
  const document = parseDocument(text, { strict: true, uniqueKeys: true });
  expect(document.errors).toEqual([]);
  return document.toJS() as T;
}

const action = yaml<Action>('action.yml');
const workflow = yaml<Workflow>('.github/workflows/quarterly-review.yml');
const steps = [...action.runs.steps, ...Object.values(workflow.jobs).flatMap((job) => job.steps)];
const scripts = action.runs.steps.flatMap(({ run }) => (run === undefined ? [] : [run]));

/** The flags that the scripts give to a command, in whatever line they put them together. */
function flagsOf(command: string): readonly string[] {
  const script = scripts.find((each) => each.includes(`cli.js" ${command}`)) ?? '';
  return [...script.matchAll(/(?<=[\s(])--([a-z-]+)/g)].map(([, flag = '']) => flag);
}

describe('the GitHub action', () => {
  it('gives commands only flags that they have', () => {
    const known = (name: string): readonly string[] =>
      COMMANDS.find((command) => command.name === name)?.options.map(({ flag }) => flag) ?? [];
    expect(flagsOf('run').toSorted()).toEqual(['allow-partial', 'aws', 'config', 'out']);
    expect(known('run')).toEqual(expect.arrayContaining([...flagsOf('run')]));
    expect(RUN_OPTIONS.map(({ flag }) => flag as string)).toContain('aws');
    expect(flagsOf('pr open').toSorted()).toEqual(['config', 'out', 'to']);
    expect(known('pr')).toEqual(expect.arrayContaining([...flagsOf('pr open')]));
  });

  it('reads only inputs that it has, and never inside a script', () => {
    const text = JSON.stringify(action);
    const read = [...text.matchAll(/inputs\.([a-z-]+)/g)].map(([, name]) => name);
    expect(new Set(read)).toEqual(new Set(Object.keys(action.inputs)));
    for (const { run } of steps) expect(run ?? '').not.toContain('${{');
    for (const { run, shell } of action.runs.steps)
      expect(shell).toBe(run === undefined ? undefined : 'bash');
  });

  it('uses only variables that its steps set, beside those of the runner', () => {
    for (const { run = '', env = {} } of action.runs.steps) {
      const used = [...run.matchAll(/\$\{?([A-Z_]+)/g)].map(([, name = '']) => name);
      const given = [...Object.keys(env), 'RUNNER_TEMP', 'GITHUB_STEP_SUMMARY'];
      expect(given).toEqual(expect.arrayContaining(used));
    }
  });

  it('keeps the result and writes a summary even when a step fails', () => {
    const kept = action.runs.steps.filter((step) => 'if' in step && step.if === 'always()');
    expect(kept.map(({ name }) => name)).toEqual(['Summary', 'Keep the evidence pack']);
  });
});

describe('the quarterly workflow', () => {
  const [job] = Object.values(workflow.jobs);

  it('runs on the first day of every quarter, and by hand', () => {
    expect(workflow.on.schedule).toEqual([{ cron: expect.stringMatching(/^\d+ \d+ 1 1,4,7,10 \*$/) }]);
    const destinations = COMMANDS.find(({ name }) => name === 'pr')?.options.find(
      ({ flag }) => flag === 'to',
    );
    const offered = workflow.on.workflow_dispatch.inputs['pull-requests']?.options ?? [];
    expect(offered.length).toBeGreaterThan(0);
    expect(destinations?.choices).toEqual(expect.arrayContaining([...offered]));
  });

  it('may do only what it needs, with a session by OIDC and no key', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' });
    expect(job?.permissions).toEqual({ 'id-token': 'write', contents: 'write', 'pull-requests': 'write' });
    const credentials = job?.steps.find(({ uses }) =>
      uses?.startsWith('aws-actions/configure-aws-credentials@'),
    );
    expect(Object.keys(credentials?.with ?? {})).toEqual([
      'role-to-assume',
      'aws-region',
      'role-session-name',
    ]);
    expect(JSON.stringify(workflow)).not.toMatch(/secrets\.|access-key/);
  });

  it('gives the action only inputs that it has', () => {
    const given = Object.keys(job?.steps.find(({ uses }) => uses === './')?.with ?? {});
    expect(given).toEqual(['config', 'aws', 'pull-requests', 'github-token']);
    expect(Object.keys(action.inputs)).toEqual(expect.arrayContaining(given));
  });
});

it('the image runs as a user without rights', () => {
  const lines = readFileSync(fileURLToPath(new URL('../../Dockerfile', import.meta.url)), 'utf8').split('\n');
  const last = lines.findLastIndex((line) => line.startsWith('FROM '));
  const users = lines.slice(last).filter((line) => line.startsWith('USER '));
  expect(users).toEqual(['USER node']);
});
