import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountDetails } from '../support/scenario/account-details.ts';
import { logRecords } from '../support/scenario/log-records.ts';
import { scenarioSchema } from '../support/scenario/schema.ts';
import { writeInputs } from '../support/scenario/write-inputs.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const bin = join(root, 'dist', 'cli.js');

const SCENARIO = scenarioSchema.parse({
  name: 'a small account',
  why: 'something to run on',
  principals: [
    {
      role: 'agent',
      trust: 'bedrock-agentcore.amazonaws.com',
      allows: ['iam:CreateUser', 'kms:ScheduleKeyDeletion'],
    },
    { user: 'alice', allows: ['iam:CreateUser'] },
  ],
  events: [{ day: '2026-06-01', role: 'agent', source: 'iam.amazonaws.com', name: 'CreateUser', times: 2 }],
  expect: {},
});

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'paredown-cli-'));
  writeInputs(SCENARIO, join(folder, 'good'), 'delivered');
  const records = gzipSync(JSON.stringify({ Records: logRecords(SCENARIO) }));
  const files: Readonly<Record<string, string | Uint8Array>> = {
    'picture.json': Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
    'list.json': '[1, 2, 3]',
    'cut/log.json.gz': records.subarray(0, Math.floor(records.length / 2)),
    'bad.yaml': 'window: 90\nasOff: 2026-07-01\n',
    'broken-names.yaml': '"a\\eb": 1\nasOff: 2026-07-01\n',
    'broken.yaml': 'regions: [a\nscope: all\n',
    'assessment.json': '{"schemaVersion": 1}',
    'newer.json': '{"schemaVersion": 99}',
    'account.json': JSON.stringify(accountDetails(SCENARIO)),
  };
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  mkdirSync(join(folder, 'empty'));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Result {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built program in the folder with an environment that says nothing about paredown. */
function paredown(words: readonly string[], environment: Readonly<Record<string, string>> = {}): Result {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('PAREDOWN_'));
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...words], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...Object.fromEntries(inherited), ...environment },
    maxBuffer: 64 * 1024 * 1024,
  });
  return { code: status, stdout, stderr };
}

const GRANTS = ['--authorization-details', 'good/account.json'];
const EVIDENCE = [
  ...GRANTS,
  '--cloudtrail',
  'good/cloudtrail',
  '--as-of',
  '2026-07-01',
  '--regions',
  'us-east-1',
];

/** Colours, forges a line of the summary, reads backwards. */
const ESCAPE = '\u001b';
const HOSTILE = `bad\n  - <script>forged${ESCAPE}[31m\u202e`;
const SHOWN = 'bad\\u000a  - <script>forged\\u001b[31m\\u202e';

describe('text of files and of AWS on the terminal', () => {
  it('the name of a log that cannot be read neither colours nor begins a line', () => {
    mkdirSync(join(folder, 'hostile'));
    writeFileSync(join(folder, 'hostile', `${HOSTILE}.json.gz`), 'no gzip');
    const logs = ['--cloudtrail', 'good/cloudtrail', '--cloudtrail', 'hostile'];
    const { stderr } = paredown(['run', ...GRANTS, ...logs, '--as-of', '2026-07-01', '--out', 'hostile-out']);
    expect(stderr).toContain(`${SHOWN}.json.gz`);
    expect(stderr).not.toContain(HOSTILE);
    expect(stderr).not.toContain(ESCAPE);
    expect(stderr).not.toMatch(/\u202e|^ {2}- <script>/m);
  });

  it('explain prints it visibly, and keeps its own lines', () => {
    const assessment = JSON.parse(readFileSync(join(folder, 'hostile-out', 'assessment.json'), 'utf8'));
    const [principal] = assessment.principals;
    principal.permissions[0].blockedBy = HOSTILE;
    writeFileSync(join(folder, 'hostile.json'), JSON.stringify(assessment));
    const words = [principal.arn, principal.permissions[0].action, '--assessment', 'hostile.json'];
    expect(paredown(['explain', ...words]).stdout).toContain(`\n\nWhat limits it\n  ${SHOWN}\n\nUsage\n`);
  });

  it.each([
    [['run', '--authorization-details', `${HOSTILE}.json`, '--cloudtrail', '.']],
    [['report', `${HOSTILE}.json`]],
    [[`rnu${HOSTILE}`]],
  ])('an error that quotes it: %j', (words) => {
    const { code, stderr } = paredown(words);
    expect(code).toBe(2);
    expect(stderr).toContain(SHOWN);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  it('an error of several lines keeps them', () => {
    const { stderr } = paredown(['run', '--config', 'broken-names.yaml']);
    expect(stderr).toMatch(/^paredown: broken-names\.yaml:1: .*"a\\u001bb".*\nbroken-names\.yaml:2: .*$/m);
  });
});

describe('wrong input', () => {
  it.each<[what: string, words: readonly string[], code: number, message: RegExp]>([
    ['no command', [], 2, /Which command\? See paredown --help/],
    ['an unknown command', ['rnu'], 2, /Unknown command "rnu"\. Did you mean run\?/],
    [
      'a typo in a flag',
      ['run', '--cloudtrial', 'x'],
      2,
      /Unknown flag "--cloudtrial"\. Did you mean --cloudtrail\?/,
    ],
    ['a flag of another command', ['schema', '--out', 'x'], 2, /Unknown flag "--out"/],
    ['a flag without its value', ['run', '--window'], 2, /The flag --window needs a value/],
    ['a flag given twice', ['run', '--window', '1', '--window', '2'], 2, /--window is given more than once/],
    ['a wrong choice', ['run', '--scope', 'everyone'], 2, /scope.*everyone.*agents.*all/s],
    ['an argument too many', ['schema', 'config', 'x'], 2, /Unexpected argument "x"/],
    ['an argument too few', ['explain', 'agent'], 2, /argument is missing/],
    [
      'a bad date',
      ['run', ...GRANTS, '--cloudtrail', '.', '--as-of', 'yesterday'],
      2,
      /--as-of: "yesterday"/,
    ],
    ['no grants', ['run', '--cloudtrail', 'good/cloudtrail'], 2, /--authorization-details/],
    ['no witness', ['run', ...GRANTS], 2, /no evidence of use.*--cloudtrail/],
    [
      'a wrong path',
      ['run', '--authorization-details', 'no/such.json', '--cloudtrail', '.'],
      2,
      /no\/such\.json/,
    ],
    [
      'a picture for JSON',
      ['run', '--authorization-details', 'picture.json', '--cloudtrail', '.'],
      2,
      /picture\.json/,
    ],
    ['other JSON', ['run', '--authorization-details', 'list.json', '--cloudtrail', '.'], 2, /list\.json/],
    ['a wrong log folder', ['run', ...GRANTS, '--cloudtrail', 'nowhere'], 2, /nowhere/],
    ['an empty log folder', ['run', ...GRANTS, '--cloudtrail', 'empty'], 2, /empty/],
    ['an unknown key in the configuration', ['run', '--config', 'bad.yaml'], 2, /bad\.yaml:2: .*asOff.*asOf/],
    ['broken YAML', ['run', '--config', 'broken.yaml'], 2, /broken\.yaml:2: not valid YAML/],
    ['a missing configuration', ['run', '--config', 'none.yaml'], 2, /none\.yaml: there is no such file/],
    ['a folder for the configuration', ['run', '--config', 'empty'], 2, /empty: it is a folder/],
    ['a missing assessment', ['report', 'nothing.json'], 2, /nothing\.json: there is no such file/],
    [
      'a folder without an assessment',
      ['report', 'empty'],
      2,
      /empty\/assessment\.json: there is no such file/,
    ],
    ['a picture for an assessment', ['report', 'picture.json'], 2, /picture\.json: .*it is not text/],
    [
      'an assessment that is none',
      ['report', 'assessment.json'],
      2,
      /does not fit its schema .*:\n {2}\S+: .*\n/,
    ],
    ['an assessment of a newer version', ['report', 'newer.json'], 2, /schemaVersion 99/],
  ])('%s', (_what, words, code, message) => {
    const result = paredown(words);
    expect(result.stderr).toMatch(message);
    expect(result.stderr).not.toMatch(/^\s+at /m);
    expect(result.stderr).not.toMatch(/bug in paredown/);
    expect(result).toMatchObject({ code, stdout: '' });
  });

  it('a misspelt variable', () => {
    const result = paredown(['run'], { PAREDOWN_WINDWO: '3' });
    expect(result).toMatchObject({ code: 2, stdout: '' });
    expect(result.stderr).toMatch(/PAREDOWN_WINDWO\. Did you mean PAREDOWN_WINDOW\?/);
  });

  it('shows where it was thrown only when asked', () => {
    expect(paredown(['run', '--debug']).stderr).toMatch(/^\s+at /m);
    expect(paredown(['run', '--debug=true']).stderr).toMatch(/^\s+at /m);
    expect(paredown(['run'], { PAREDOWN_DEBUG: '1' }).stderr).toMatch(/^\s+at /m);
    expect(paredown(['run'], { PAREDOWN_DEBUG: '0' }).stderr).not.toMatch(/^\s+at /m);
  });
});

describe('a truncated log file', () => {
  it('is a gap: written down, and exit code 4 unless that is accepted', () => {
    const words = ['run', ...GRANTS, '--cloudtrail', 'cut', '--as-of', '2026-07-01', '--out', 'cut-out'];
    const strict = paredown(words);
    expect(strict.stderr).toMatch(/cut\/log\.json\.gz/);
    expect(strict).toMatchObject({ code: 4, stdout: '' });
    expect(existsSync(join(folder, 'cut-out', 'assessment.json'))).toBe(true);
    expect(paredown([...words, '--allow-partial']).code).toBe(0);
  });
});

describe('help', () => {
  it.each([[['--help']], [['help']], [['run', '--help']], [['explain', '--help']]])('%j', (words) => {
    const result = paredown(words);
    expect(result).toMatchObject({ code: 0, stderr: '' });
    expect(result.stdout).toMatch(/Exit codes: 0 done/);
  });

  it('names every flag of run', () => {
    const { stdout } = paredown(['run', '--help']);
    for (const flag of [
      'authorization-details',
      'last-accessed',
      'cloudtrail',
      'trails',
      'as-of',
      'window',
      'scope',
      'target',
      'out',
      'config',
      'fail-on',
      'allow-partial',
    ]) {
      expect(stdout).toContain(`--${flag} `);
    }
  });

  it('tells the version of the package', () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    expect(paredown(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  });
});

describe('good input', () => {
  it('run writes the folder, explain and report work from it', () => {
    const run = paredown(['run', ...EVIDENCE, '--out', 'out']);
    expect(run).toMatchObject({ code: 0, stdout: '' });
    expect(run.stderr).toMatch(/open out\/report\.html/);
    for (const name of ['assessment.json', 'report.html', 'report.md', 'findings.csv']) {
      expect(existsSync(join(folder, 'out', name)), name).toBe(true);
    }

    const explained = paredown(['explain', 'agent', 'IAM:createuser', '--assessment', 'out']);
    expect(explained).toMatchObject({ code: 0, stderr: '' });
    expect(explained.stdout).toMatch(/^iam:CreateUser of arn:aws:iam::111122223333:role\/agent/);
    expect(explained.stdout).toMatch(/Used: 2 calls allowed/);

    const before = readFileSync(join(folder, 'out', 'report.html'));
    const report = paredown(['report', 'out', '--out', 'again']);
    expect(report).toMatchObject({ code: 0, stdout: '' });
    expect(readFileSync(join(folder, 'again', 'report.html')).equals(before)).toBe(true);
  });

  it.each([
    ['nobody', 'iam:CreateUser', /no principal "nobody".*role\/agent/s],
    ['alice', 'iam:CreateUser', /user\/alice is out of scope.*--scope all/s],
    [
      'agent',
      'iam:CreateUsr',
      /iam:CreateUsr is no action that AWS documents\. Did you mean iam:CreateUser\?/,
    ],
  ])('explain %s %s names the candidates', (principal, action, message) => {
    const result = paredown(['explain', principal, action, '--assessment', 'out']);
    expect(result).toMatchObject({ code: 2, stdout: '' });
    expect(result.stderr).toMatch(message);
  });

  it('analyze prints an assessment that report can show, and writes nothing', () => {
    const result = paredown(['analyze', ...EVIDENCE]);
    expect(result.code).toBe(0);
    const assessment = JSON.parse(result.stdout) as { recommendations: unknown[]; principals: unknown[] };
    expect(assessment.recommendations).toEqual([]);
    expect(assessment.principals).toHaveLength(1);
    expect(existsSync(join(folder, 'paredown-out'))).toBe(false);
    writeFileSync(join(folder, 'analyzed.json'), result.stdout);
    expect(paredown(['report', 'analyzed.json', '--out', 'analyzed']).code).toBe(0);
  });

  it('--fail-on makes a finding exit code 3', () => {
    const words = ['analyze', ...EVIDENCE];
    const { findings } = JSON.parse(paredown(words).stdout) as { findings: readonly unknown[] };
    expect(findings.length).toBeGreaterThan(0);
    expect(paredown([...words, '--fail-on', 'low']).code).toBe(3);
  });

  it('writes the same bytes twice', () => {
    paredown(['run', ...EVIDENCE, '--out', 'second']);
    const files = (out: string) => {
      const names = readdirSync(join(folder, out), { recursive: true, encoding: 'utf8' }).sort();
      const texts = names.filter((name) => statSync(join(folder, out, name)).isFile());
      return texts.map((name) => [name, readFileSync(join(folder, out, name), 'utf8')]);
    };
    expect(files('second')).toEqual(files('out'));
  });

  it.each(['assessment', 'config'])('schema %s is a JSON Schema', (of) => {
    const result = paredown(['schema', of]);
    expect(result).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(result.stdout)).toMatchObject({ type: 'object', additionalProperties: false });
  });
});

describe('a reader that closes the pipe', () => {
  it('is no error', () => {
    const { status, stderr } = spawnSync('sh', ['-c', `"${process.execPath}" "${bin}" schema | head -c 1`], {
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(status).toBe(0);
  });

  it.each([
    ['stdout', ['analyze', ...EVIDENCE, '--fail-on', 'low'], 3],
    ['stderr', ['run', ...EVIDENCE, '--fail-on', 'low', '--out', 'unheard'], 3],
    ['stderr', ['rnu'], 2],
  ] as const)('of %s leaves the exit code of %j as it is', async (name, words, expected) => {
    const child = spawn(process.execPath, [bin, ...words], { cwd: folder, stdio: 'pipe' });
    child[name].destroy();
    const others = name === 'stdout' ? child.stderr : child.stdout;
    let rest = '';
    others.on('data', (chunk) => {
      rest += chunk;
    });
    const [code] = await once(child, 'close');
    expect(code).toBe(expected);
    expect(rest).not.toMatch(/EPIPE|^\s+at /m);
  });
});

describe.skipIf(!existsSync('/dev/full'))('output to a full disk', () => {
  const toFull = (words: readonly string[], redirection: string) =>
    spawnSync('sh', ['-c', `"$0" "$@" ${redirection}`, process.execPath, bin, ...words], {
      cwd: folder,
      encoding: 'utf8',
    });

  it.each([[['schema']], [['--help']], [['analyze', ...EVIDENCE]]])('%j: one line, exit code 2', (words) => {
    const { status, stderr } = toFull(words, '>/dev/full');
    expect(stderr).toMatch(/^paredown: Cannot write the output: the disk is full\.$/m);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(status).toBe(2);
  });

  it('messages that cannot be written leave the exit code as it is', () => {
    expect(toFull(['analyze', ...EVIDENCE, '--fail-on', 'low'], '2>/dev/full').status).toBe(3);
    expect(toFull(['rnu'], '2>/dev/full').status).toBe(2);
  });
});
