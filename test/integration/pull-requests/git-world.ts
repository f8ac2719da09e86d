import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { JsonObject } from '../../../src/domain/json.ts';
import {
  openPullRequests,
  type PlanRow,
  type PullRequestSettings,
  planPullRequests,
} from '../../../src/publish/pr/index.ts';
import type { Candidate } from '../../../src/publish/pr/unit.ts';

export const ROLE = 'arn:aws:iam::111122223333:role/agents/deployer';
export const POLICY = 'arn:aws:iam::111122223333:policy/deploy';

export const documentOf = (...actions: readonly string[]): JsonObject => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }],
});

export const BEFORE = documentOf('s3:GetObject', 'iam:PassRole', 'kms:Decrypt');
export const AFTER = documentOf('s3:GetObject');
export const printed = (document: JsonObject): string => `${JSON.stringify(document, null, 2)}\n`;

/** A verified recommendation that turns one managed policy into another. */
export function candidate(over: Partial<Candidate> = {}, after: JsonObject | null = AFTER): Candidate {
  return {
    id: ROLE,
    principalArns: [ROLE],
    status: 'verified',
    changes: [
      {
        kind: after === null ? 'delete' : 'replace',
        policyId: POLICY,
        policy: POLICY,
        policyKind: 'managed',
        target: ROLE,
        before: BEFORE,
        after,
      },
    ],
    removed: ['iam:PassRole', 'kms:Decrypt'],
    requires: [],
    notProposed: null,
    ...over,
  };
}

/** A bare remote and a clone of it on disk, driven by the real git. */
export class GitWorld {
  readonly root = mkdtempSync(join(tmpdir(), 'paredown-git-'));
  readonly clone = join(this.root, 'clone');
  readonly bare = join(this.root, 'remote.git');

  constructor(files: Readonly<Record<string, string>> = { 'policies/deploy.json': printed(BEFORE) }) {
    this.git(this.root, 'init', '-q', '--bare', '-b', 'main', this.bare);
    this.git(this.root, 'init', '-q', '-b', 'main', this.clone);
    this.git(this.clone, 'remote', 'add', 'origin', this.bare);
    this.commit(files);
  }

  git(folder: string, ...args: readonly string[]): string {
    const identity = [
      '-c',
      'user.name=Pat',
      '-c',
      'user.email=pat@example.com',
      '-c',
      'commit.gpgsign=false',
    ];
    const { status, stdout, stderr } = spawnSync('git', ['-C', folder, ...identity, ...args], {
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
    return stdout.trimEnd();
  }

  gitInput(folder: string, input: Buffer, ...args: readonly string[]): string {
    const identity = ['-c', 'user.name=App', '-c', 'user.email=app@example.com'];
    const { status, stdout, stderr } = spawnSync('git', ['-C', folder, ...identity, ...args], { input });
    if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
    return stdout.toString('utf8').trimEnd();
  }

  /** A tree in the bare repository: another one with entries replaced. */
  treeOf(base: string, entries: string): string {
    const environment = { ...process.env, GIT_INDEX_FILE: join(this.root, 'tree-index') };
    const run = (input: string, ...args: readonly string[]): string =>
      spawnSync('git', ['-C', this.bare, ...args], {
        input,
        env: environment,
        encoding: 'utf8',
      }).stdout.trim();
    run('', 'read-tree', base);
    run(entries, 'update-index', '--index-info');
    return run('', 'write-tree');
  }

  /** A person's commit on main, pushed. */
  commit(files: Readonly<Record<string, string>>): void {
    this.write(files);
    this.git(this.clone, 'add', '-A');
    this.git(this.clone, 'commit', '-q', '-m', 'by a person');
    this.git(this.clone, 'push', '-q', 'origin', 'main');
  }

  write(files: Readonly<Record<string, string>>): void {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.clone, path)), { recursive: true });
      writeFileSync(join(this.clone, path), text);
    }
  }

  /** A person's commit on top of a branch of the remote. */
  commitOn(branch: string, path: string, text: string): void {
    const other = mkdtempSync(join(this.root, 'other-'));
    this.git(other, 'clone', '-q', '-b', branch, this.bare, '.');
    writeFileSync(join(other, path), text);
    this.git(other, 'add', '-A');
    this.git(other, 'commit', '-q', '-m', 'one more thing');
    this.git(other, 'push', '-q', 'origin', branch);
  }

  branches(): readonly string[] {
    return this.git(this.bare, 'for-each-ref', '--format=%(refname:short)', 'refs/heads/paredown')
      .split('\n')
      .filter((name) => name !== '');
  }

  show(branch: string, path: string): string {
    const { stdout } = spawnSync('git', ['-C', this.bare, 'show', `${branch}:${path}`], { encoding: 'utf8' });
    return stdout;
  }

  /** Everything of the clone that a person could notice: status, index, refs, objects. */
  state(): string {
    const counts = this.git(this.clone, 'count-objects', '-v');
    const refs = this.git(this.clone, 'for-each-ref');
    return [this.git(this.clone, 'status', '--porcelain=v2', '--branch'), refs, counts].join('\n');
  }

  settings(over: Partial<PullRequestSettings> = {}): PullRequestSettings {
    return {
      repositories: [
        { path: this.clone, remote: 'origin', base: null, forge: 'none', slug: null, api: null, files: [] },
      ],
      labels: ['paredown'],
      sidecars: 'paredown',
      author: { name: 'paredown', email: 'paredown@example.com' },
      draft: false,
      recreate: false,
      date: '2026-09-30T00:00:00Z',
      ...over,
    };
  }

  plan(recommendations: readonly Candidate[], over: Partial<PullRequestSettings> = {}): readonly PlanRow[] {
    return planPullRequests({ recommendations, settled: [], settings: this.settings(over), describe });
  }

  async open(
    recommendations: readonly Candidate[],
    over: Partial<PullRequestSettings> = {},
  ): Promise<readonly PlanRow[]> {
    const request = { recommendations, settled: [], settings: this.settings(over), describe };
    return (await openPullRequests(request, 'git', '', {})).rows;
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

const describe = () => ({ title: 'Remove 2 unused permissions', body: 'Because.\n' });

export const actionsOf = (rows: readonly PlanRow[]): readonly string[] => rows.map(({ action }) => action);
