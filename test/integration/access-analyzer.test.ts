import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Assessment } from '../../src/report/assessment-schema.ts';
import type { Scenario } from '../support/scenario/schema.ts';
import { writeInputs } from '../support/scenario/write-inputs.ts';

/**
 * `--aws-validate` as a process, against a stand-in on loopback that speaks Access Analyzer's REST JSON
 * (ValidatePolicy: POST /policy/validation, CheckNoNewAccess: POST /policy/check-no-new-access). It holds that we ask
 * and read as the SDK does; what AWS would answer it cannot tell.
 */
const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

const SCENARIO: Scenario = {
  name: 'one role with something to remove',
  why: 'the smallest proposal there is',
  principals: [{ role: 'agent', allows: ['kms:ScheduleKeyDeletion', 'sns:Publish'] }],
  expect: {},
};

interface Answer {
  readonly status?: number;
  readonly type?: string;
  readonly body: object;
}

let folder: string;
let server: Server;
let asked: { readonly url: string; readonly body: Readonly<Record<string, string>> }[];
let answers: Readonly<Record<string, Answer>>;

const VALIDATION = '/policy/validation';
const NEW_ACCESS = '/policy/check-no-new-access';
const NOTHING: Readonly<Record<string, Answer>> = {
  [VALIDATION]: { body: { findings: [] } },
  [NEW_ACCESS]: { body: { result: 'PASS', message: 'fine', reasons: [] } },
};

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'paredown-analyzer-'));
  asked = [];
  answers = NOTHING;
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const url = (request.url ?? '').split('?')[0] ?? '';
      asked.push({ url, body: JSON.parse(Buffer.concat(chunks).toString('utf8') || '{}') });
      const { status = 200, type, body } = answers[url] ?? { status: 404, body: {} };
      response.writeHead(status, {
        'content-type': 'application/json',
        ...(type === undefined ? {} : { 'x-amzn-errortype': type }),
      });
      response.end(JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

const KEYS = { AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret' };

async function run(credentials: Readonly<Record<string, string>>) {
  const inputs = writeInputs(SCENARIO, folder, 'delivered');
  const words = [
    ...['run', '--aws-validate', '--scope', 'all', '--as-of', '2026-07-01', '--regions', 'us-east-1'],
    ...['--authorization-details', ...inputs.authorizationDetails],
    ...['--cloudtrail', ...inputs.cloudTrail, '--out', join(folder, 'out'), '--allow-partial'],
  ];
  const { port } = server.address() as AddressInfo;
  const child = spawn(process.execPath, [cli, ...words], {
    cwd: folder,
    env: {
      PATH: process.env.PATH ?? '',
      HOME: folder,
      AWS_REGION: 'us-east-1',
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_ENDPOINT_URL_ACCESSANALYZER: `http://127.0.0.1:${port}`,
      ...credentials,
    },
  });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString('utf8');
  });
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, stderr };
}

function recommendation() {
  const text = readFileSync(join(folder, 'out', 'assessment.json'), 'utf8');
  const [only] = (JSON.parse(text) as Assessment).recommendations;
  return only;
}

describe('--aws-validate', () => {
  it('asks about the new document and against the old one, and keeps what is only a suggestion', async () => {
    const finding = {
      findingType: 'SUGGESTION',
      issueCode: 'EMPTY_ARRAY',
      findingDetails: 'Look.',
      learnMoreLink: 'x',
      locations: [],
    };
    answers = { ...NOTHING, [VALIDATION]: { body: { findings: [finding] } } };
    const { code, stderr } = await run(KEYS);
    expect(code, stderr).toBe(0);
    expect(asked.map(({ url }) => url)).toEqual([VALIDATION, NEW_ACCESS]);
    const [, compared] = asked;
    expect(compared?.body.policyType).toBe('IDENTITY_POLICY');
    expect(compared?.body.existingPolicyDocument).toContain('kms:ScheduleKeyDeletion');
    expect(compared?.body.newPolicyDocument).not.toContain('kms:ScheduleKeyDeletion');
    expect(recommendation()).toMatchObject({
      status: 'verified',
      verification: {
        awsValidate: { status: 'passed', findings: [{ code: 'EMPTY_ARRAY', severity: 'SUGGESTION' }] },
      },
    });
  });

  it('fails a proposal in which AWS sees new access', async () => {
    answers = {
      ...NOTHING,
      [NEW_ACCESS]: {
        body: { result: 'FAIL', message: 'New access.', reasons: [{ description: 'In statement 0.' }] },
      },
    };
    const { code, stderr } = await run(KEYS);
    expect(code, stderr).toBe(0);
    expect(recommendation()).toMatchObject({
      status: 'failed',
      verification: {
        awsValidate: { status: 'failed', findings: [{ message: 'New access. In statement 0.' }] },
      },
    });
  });

  it.each([
    ['there are no credentials', {}, NOTHING],
    [
      'permission is missing',
      KEYS,
      { [VALIDATION]: { status: 403, type: 'AccessDeniedException', body: { message: 'not allowed' } } },
    ],
  ])('ends with 5 and says what to do when %s', async (_, credentials, given) => {
    answers = given;
    const { code, stderr } = await run(credentials);
    expect(code).toBe(5);
    expect(stderr).toMatch(/IAM Access Analyzer: .*needs AWS credentials.*access-analyzer:ValidatePolicy/);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});
