import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { decide } from '../../src/main.ts';
import type { Assessment } from '../../src/report/index.ts';
import { AS_OF, collectFixture, request, useEndpoint } from '../support/aws-standin/collecting.ts';
import { HOME, MEMBER } from '../support/aws-standin/fixture-account.ts';
import { type Fault, type Standin, startStandin } from '../support/aws-standin/standin.ts';

const ROLE = { name: 'audit', externalId: 'x-7' };
const BUILDER = `arn:aws:iam::${HOME}:role/builder`;

describe('collecting from AWS', () => {
  let standin: Standin;
  let undo: () => void;
  let folder: string;
  let place: string;

  beforeAll(async () => {
    standin = await startStandin(AS_OF);
    undo = useEndpoint(standin.endpoint);
  });
  afterAll(async () => {
    undo();
    await standin.stop();
  });
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'paredown-collect-'));
    place = join(folder, 'snapshot');
    standin.fault = () => null;
    standin.asked.length = 0;
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  /** Makes every request that a pattern fits go wrong. */
  const fail = (pattern: RegExp, fault: Fault): void => {
    standin.fault = ({ key }) => (pattern.test(key) ? fault : null);
  };
  const operations = () => [...new Set(standin.asked.map(({ operation }) => operation))].sort();
  const judge = (changes = {}) => decide(request({ snapshot: place, ...changes }), 'judge', null);
  const verdicts = ({ principals }: Assessment, name: string) =>
    Object.fromEntries(
      (principals.find((principal) => principal.name === name)?.permissions ?? []).map(
        ({ action, usage, reasons }) => [action, [usage, ...reasons].join(' ')],
      ),
    );

  it('is whole, says what was called, and leads to the same judgement without AWS', async () => {
    const { status, calls, documents, gaps } = await collectFixture(place);
    expect({ status, gaps }).toEqual({ status: 'complete', gaps: [] });
    expect(
      calls.every(
        ({ requestId, error }) => requestId === 'request-of-the-stand-in' || error?.code === 'NoSuchEntity',
      ),
    ).toBe(true);
    expect(new Set(calls.map(({ operation }) => operation)).size).toBeGreaterThan(18);
    expect(
      documents.every(({ path, sha256 }) => existsSync(join(place, path)) && /^[\da-f]{64}$/.test(sha256)),
    ).toBe(true);
    expect(existsSync(join(place, 'journal.jsonl'))).toBe(false);
    standin.asked.length = 0;
    const assessment = await judge();
    expect(standin.asked).toEqual([]);
    expect(assessment.coverage.verdict).toBe('complete');
    expect(verdicts(assessment, 'planner')).toMatchObject({
      'iam:CreateUser': 'used',
      'kms:ScheduleKeyDeletion': 'unused',
      // The trail records write events only and the event history all.
      'iam:ListUsers': 'used',
      // Neither has data events, but last accessed tells that no action of the service was attempted.
      's3:GetObject': 'unused',
    });
    expect(assessment.findings.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['LongLivedAccessKey', 'ServiceSpecificCredential']),
    );
  });

  it('works in other accounts by a role, in one session named after the run', async () => {
    const order = { accounts: [HOME, MEMBER], role: ROLE };
    const snapshot = await collectFixture(place, order);
    expect(snapshot.status).toBe('complete');
    const assumed = standin.asked.filter(({ operation }) => operation === 'AssumeRole');
    expect(assumed.map(({ input }) => [input.RoleArn, input.RoleSessionName, input.ExternalId])).toEqual([
      [`arn:aws:iam::${MEMBER}:role/audit`, 'paredown-test', 'x-7'],
    ]);
    const { principals, coverage } = await judge();
    expect(coverage.verdict).toBe('complete');
    expect([...new Set(principals.map(({ account }) => account))].sort()).toEqual([HOME, MEMBER]);
  });

  it('takes the accounts of the organization, and cannot go on without knowing them', async () => {
    expect((await collectFixture(place, { organization: true, role: ROLE })).accounts).toEqual([
      HOME,
      MEMBER,
    ]);
    fail(/ListAccounts/, 'denied');
    await expect(
      collectFixture(join(folder, 'other'), { organization: true, role: ROLE }),
    ).rejects.toMatchObject({
      exitCode: 5,
      message: expect.stringMatching(/organizations:ListAccounts: not allowed .*--accounts/),
    });
  });

  it('leaves out an account whose role cannot be assumed, by name', async () => {
    fail(/AssumeRole/, 'denied');
    const order = { accounts: [HOME, MEMBER], role: ROLE };
    const { gaps, status } = await collectFixture(place, order);
    expect(status).toBe('partial');
    expect(gaps).toMatchObject([{ call: 'sts:AssumeRole', account: MEMBER, errorKind: 'denied' }]);
    const { coverage, principals } = await judge();
    expect(coverage.verdict).toBe('partial');
    expect(coverage.notes.join()).toMatch(
      /accounts\/444455556666\/authorization-details\.json: sts:AssumeRole: not allowed/,
    );
    expect(new Set(principals.map(({ account }) => account))).toEqual(new Set([HOME]));
    standin.fault = () => null;
    expect((await collectFixture(place, order)).status).toBe('complete');
  });

  describe('from a member account, which AWS tells no control policies', () => {
    let back: () => void;
    beforeEach(() => {
      back = useEndpoint(standin.endpoint, MEMBER);
      fail(/ListPolicies/, 'denied');
    });
    afterEach(() => back());

    it('goes without them, and says what follows', async () => {
      const { status, gaps } = await collectFixture(place);
      expect(status).toBe('complete');
      expect(gaps).toMatchObject([
        { call: 'organizations:ListPolicies', errorKind: 'denied', optional: true },
      ]);
      const { coverage } = await judge();
      expect(coverage.verdict).toBe('complete');
      expect(coverage.notes.join('\n')).toMatch(
        /Control policies were not read, .*counts as granted.*organizations:ListPolicies: not allowed/,
      );
    });

    it('misses them when the organization was asked for', async () => {
      await collectFixture(place, { organization: true, role: ROLE });
      const { coverage } = await judge();
      expect(coverage.verdict).toBe('partial');
      expect(coverage.notes.join('\n')).toMatch(
        /Could not read organization-policies .*organizations:ListPolicies: not allowed/,
      );
      expect(coverage.notes.join('\n')).not.toMatch(/Control policies were not read/);
    });

    it('does not miss what a person gives instead', async () => {
      await collectFixture(place, { organization: true, role: ROLE });
      const scps = join(folder, 'scps.json');
      const content = {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Deny', Action: 'kms:*', Resource: '*' }],
      };
      writeFileSync(scps, JSON.stringify([{ id: 'p-mine', name: 'mine', targets: [MEMBER], content }]));
      const { coverage } = await judge({ scps: [scps] });
      expect(coverage.verdict).toBe('complete');
      expect(coverage.notes.join('\n')).not.toMatch(/ListPolicies/);
    });
  });

  it('does not mix the accounts of two callers in one folder', async () => {
    await collectFixture(place);
    const back = useEndpoint(standin.endpoint, MEMBER);
    await expect(collectFixture(place)).rejects.toThrow(
      `is a collection of account ${HOME}, and the credentials are of ${MEMBER}`,
    );
    back();
    expect((await collectFixture(place)).accounts).toEqual([HOME]);
  });

  it.each([
    ['the organization', { organization: true }],
    ['accounts by name', { accounts: [HOME, MEMBER] }],
  ])('does not go on with %s as another management account sees it', async (_, asked) => {
    const order = { ...asked, role: ROLE };
    fail(/ListPolicies/, 'throttled');
    expect((await collectFixture(place, order)).status).toBe('partial');
    const back = useEndpoint(standin.endpoint, MEMBER);
    const refused = `is a collection of what account ${HOME} may see, and the credentials are of ${MEMBER}. Name another folder`;
    await expect(collectFixture(place, order)).rejects.toThrow(refused);
    // Nor when that is all there was to the run before.
    await expect(collectFixture(place, order)).rejects.toThrow(refused);
    standin.fault = () => null;
    expect((await collectFixture(place, { ...order, fresh: true })).caller.account).toBe(MEMBER);
    back();
    await expect(collectFixture(place, order)).rejects.toThrow(`what account ${MEMBER} may see`);
  });

  it('knows whose a folder is after a run whose credentials AWS did not accept', async () => {
    await collectFixture(place);
    fail(/GetCallerIdentity/, 'expired');
    await expect(collectFixture(place)).rejects.toMatchObject({ exitCode: 5 });
    standin.fault = () => null;
    const back = useEndpoint(standin.endpoint, MEMBER);
    await expect(collectFixture(place)).rejects.toThrow(`is a collection of account ${HOME}`);
    back();
  });

  it('has all control policies where AWS knows no resource control policies', async () => {
    fail(/Filter=RESOURCE_CONTROL_POLICY/, 'unknown-type');
    const { status, gaps } = await collectFixture(place, { organization: true, role: ROLE });
    expect({ status, gaps }).toEqual({ status: 'complete', gaps: [] });
    const { policies, complete } = JSON.parse(
      readFileSync(join(place, 'organization/control-policies.json'), 'utf8'),
    );
    expect({ ids: policies.map(({ id }: { id: string }) => id), complete }).toEqual({
      ids: ['p-full'],
      complete: true,
    });
  });

  it.each([
    ['resource control policies are refused', /Filter=RESOURCE_CONTROL_POLICY/, 'denied'],
    ['service control policies are not known', /Filter=SERVICE_CONTROL_POLICY/, 'unknown-type'],
  ] as const)('misses control policies where %s', async (_, pattern, fault) => {
    fail(pattern, fault);
    const { status, gaps } = await collectFixture(place, { organization: true, role: ROLE });
    expect(status).toBe('partial');
    expect(gaps).toMatchObject([{ kind: 'organization-policies', call: 'organizations:ListPolicies' }]);
  });

  it('an event history without end is a gap of its region', async () => {
    standin.fault = ({ operation, region }) =>
      operation === 'LookupEvents' && region === 'us-east-1' ? 'endless' : null;
    const { status, gaps } = await collectFixture(place);
    expect(status).toBe('partial');
    expect(gaps).toMatchObject([{ call: 'cloudtrail:LookupEvents', region: 'us-east-1' }]);
    expect(gaps[0]?.reason).toMatch(/1000 pages in a row bring no new event .*the list does not end/);
  });

  it('takes control policies that a person gives beside the same ones', async () => {
    await collectFixture(place, { organization: true, role: ROLE });
    const collected = join(place, 'organization/control-policies.json');
    const { policies } = JSON.parse(readFileSync(collected, 'utf8'));
    const scps = join(folder, 'scps.json');
    writeFileSync(scps, JSON.stringify(policies));
    expect((await judge({ scps: [scps] })).coverage.verdict).toBe('complete');
    writeFileSync(scps, JSON.stringify([{ ...policies[0], targets: [MEMBER] }]));
    await expect(judge({ scps: [scps] })).rejects.toThrow(
      `The policy p-full of ${collected} is not that of ${scps}: Targets differ. Give the one that applies`,
    );
  });

  it('without any evidence of use ends with what AWS refused', async () => {
    fail(/LookupEvents|LastAccessed/, 'denied');
    await collectFixture(place);
    await expect(judge()).rejects.toMatchObject({
      exitCode: 5,
      message: expect.stringMatching(/no evidence of use \(account \d+: .*: not allowed/),
    });
  });

  it('a credential report that is refused is a gap, and the keys are told by their listings', async () => {
    fail(/CredentialReport/, 'denied');
    const { gaps } = await collectFixture(place);
    expect(gaps).toMatchObject([
      { kind: 'credential-report', call: 'iam:GenerateCredentialReport', optional: false },
    ]);
    const { coverage, findings } = await judge();
    expect(coverage.verdict).toBe('partial');
    expect(findings.map(({ type }) => type)).toContain('LongLivedAccessKey');
  });

  it('a last-accessed job that fails lowers only what depends on it', async () => {
    const asked = request({ useHistory: false });
    await collectFixture(place, {}, asked);
    const before = await judge({ useHistory: false });
    fail(/GetServiceLastAccessedDetails .*role\/builder/, 'denied');
    const { gaps } = await collectFixture(place, { fresh: true }, asked);
    expect(gaps).toMatchObject([{ call: 'iam:GetServiceLastAccessedDetails', principalArn: BUILDER }]);
    const after = await judge({ useHistory: false });
    expect(verdicts(before, 'builder')['kms:ScheduleKeyDeletion']).toBe('unused');
    expect(verdicts(after, 'builder')['kms:ScheduleKeyDeletion']).toBe(
      'unknown no-log-coverage source-failed',
    );
    for (const name of ['planner', 'ci']) expect(verdicts(after, name)).toEqual(verdicts(before, name));
  });

  it('counts a day of the event history only when all its pages were read', async () => {
    fail(/LookupEvents us-east-1 .*NextToken=20/, 'throttled');
    const { eventHistory } = await collectFixture(place);
    const [ireland, virginia] = eventHistory;
    expect(ireland).toMatchObject({ region: 'eu-west-1', failure: null });
    expect(virginia?.failure).toMatch(/throttled after all retries/);
    // Two events a day: 20 were read, and of the last day more might follow.
    expect(virginia?.days.length).toBeGreaterThan(5);
    expect(virginia?.days.length).toBeLessThan(10);
    const assessment = await judge();
    const witness = assessment.coverage.witnesses.find(({ region }) => region === 'us-east-1');
    expect(witness).toMatchObject({ complete: false, gaps: [{ to: `${virginia?.days[0]}T00:00:00Z` }] });
    // The event that would tell when `shared` was attached may be among those that are missing.
    expect(verdicts(assessment, 'planner')['kms:ScheduleKeyDeletion']).toBe('unknown source-failed');
  });

  it('a region that refuses the credentials is a gap of that region; everything global stays judged', async () => {
    fail(/LookupEvents eu-west-1/, 'refused');
    const { gaps } = await collectFixture(place);
    expect(gaps).toMatchObject([{ region: 'eu-west-1', call: 'cloudtrail:LookupEvents' }]);
    const found = verdicts(await judge(), 'builder');
    expect(found['iam:CreateUser']).toBe('unused');
    expect(found['lambda:GetFunction']).toBe('used');
  });

  it('without the list of regions, what is regional stays unknown', async () => {
    fail(/listRegions/, 'denied');
    await collectFixture(place);
    const { coverage } = await judge();
    expect(coverage.witnesses.find(({ region }) => region === '*')).toBeDefined();
    expect(coverage.notes.join('\n')).toMatch(/account:ListRegions: not allowed/);
  });

  it('asks only for the regions it is told, and the one of global services', async () => {
    await collectFixture(place, {}, request({ regions: ['eu-west-1'] }));
    expect(operations()).not.toContain('listRegions');
    const regions = standin.asked
      .filter(({ operation }) => operation === 'LookupEvents')
      .map(({ region }) => region);
    expect([...new Set(regions)].sort()).toEqual(['eu-west-1', 'us-east-1']);
  });

  it('a call that is throttled twice and then answered is no gap, and its attempts are on record', async () => {
    standin.fault = ({ operation }, attempt) =>
      operation === 'ListAccessKeys' && attempt < 3 ? 'throttled' : null;
    const pace = { maxAttempts: 4, polling: { firstMs: 1, mostMs: 2, looks: 10 }, lookupIntervalMs: 0 };
    const { status, calls } = await collectFixture(place, { pace });
    expect(status).toBe('complete');
    expect(calls.find(({ operation }) => operation === 'ListAccessKeys')).toMatchObject({
      attempts: 3,
      error: null,
    });
  });

  describe('in the middle of the grants', () => {
    const markers = () =>
      standin.asked
        .filter(({ operation }) => operation === 'GetAccountAuthorizationDetails')
        .map(({ input }) => input.Marker ?? 'first');
    const unfinished = () => join(place, 'unfinished', 'accounts', HOME, 'authorization-details.json');
    let whole: readonly unknown[];

    beforeEach(async () => {
      whole = (await collectFixture(join(folder, 'whole'))).documents;
      fail(/GetAccountAuthorizationDetails .*Marker=4/, 'throttled');
      expect((await collectFixture(place)).gaps).toMatchObject([{ kind: 'authorization-details' }]);
      expect(readdirSync(unfinished())).toEqual(['000000.json', '000001.json']);
      standin.fault = () => null;
      standin.asked.length = 0;
    });
    const finish = async () => {
      const { status, documents } = await collectFixture(place);
      expect({ status, documents }).toEqual({ status: 'complete', documents: whole });
      expect(existsSync(join(place, 'unfinished'))).toBe(false);
    };

    it('goes on after the last page it has, to the same bytes', async () => {
      await finish();
      expect(markers()).toEqual(['4']);
    });

    it('begins anew where AWS does not take the marker any more', async () => {
      let isStale = true;
      standin.fault = ({ key }) => {
        if (!isStale || !/Marker=4/.test(key)) return null;
        isStale = false;
        return 'stale';
      };
      await finish();
      expect(markers()).toEqual(['4', 'first', '2', '4']);
    });

    it('takes no page that was changed since, nor one after it', async () => {
      const path = join(unfinished(), '000001.json');
      writeFileSync(path, readFileSync(path, 'utf8').replace('planner', 'planned'));
      await finish();
      expect(markers()).toEqual(['2', '4']);
    });

    it('takes none to another question', async () => {
      const { documents } = await collectFixture(place, { fresh: true });
      expect(documents).toEqual(whole);
      expect(markers()).toEqual(['first', '2', '4']);
    });
  });

  describe('again', () => {
    it('fetches nothing that is there, and anew what was changed on disk', async () => {
      const first = await collectFixture(place);
      standin.asked.length = 0;
      const second = await collectFixture(place);
      expect(operations()).toEqual(['GetCallerIdentity']);
      expect(second.documents).toEqual(first.documents);
      expect(second.calls.length).toBe(first.calls.length + 1);
      const path = join(place, 'accounts', HOME, 'access-keys', `AIDACI${HOME}.json`);
      writeFileSync(path, '{}');
      await expect(judge()).rejects.toThrow(/access-keys\/AIDACI\d+\.json is not what was collected/);
      const third = await collectFixture(place);
      expect(operations()).toEqual(['GetAccessKeyLastUsed', 'GetCallerIdentity', 'ListAccessKeys']);
      expect(third.documents).toEqual(first.documents);
    });

    it('after the credentials expired goes on where it stopped', async () => {
      const whole = await collectFixture(join(folder, 'whole'));
      fail(/GetServiceLastAccessedDetails .*planner/, 'expired');
      await expect(collectFixture(place)).rejects.toMatchObject({
        exitCode: 5,
        message: expect.stringMatching(/Sign in again/),
      });
      await expect(judge()).rejects.toMatchObject({
        exitCode: 4,
        message: expect.stringMatching(/was interrupted/),
      });
      // Cut off in the middle of a line and of a document, as a crash leaves them.
      const journal = join(place, 'journal.jsonl');
      const written = readFileSync(journal, 'utf8');
      writeFileSync(journal, `${written}{"type":"document","docu`);
      writeFileSync(join(place, 'accounts', HOME, 'last-accessed', 'role-x.json.unfinished'), '{"Arn');
      standin.fault = () => null;
      standin.asked.length = 0;
      const resumed = await collectFixture(place);
      expect(operations()).not.toContain('LookupEvents');
      expect(operations()).not.toContain('GetAccountAuthorizationDetails');
      expect(resumed.documents).toEqual(whole.documents);
      expect(resumed.runs).toHaveLength(2);
    });

    it.each([
      ['when told to', { fresh: true }, {}],
      ['for another question', {}, { regions: ['us-east-1'] }],
      ['a day later', { startedAt: new Date(Date.now() + 25 * 3_600_000).toISOString() }, {}],
    ])('begins anew %s', async (_, order, question) => {
      await collectFixture(place);
      standin.asked.length = 0;
      const { documents, runs } = await collectFixture(place, order, request(question));
      expect(operations()).toContain('GetAccountAuthorizationDetails');
      expect(runs).toHaveLength(1);
      expect(documents.every(({ path }) => existsSync(join(place, path)))).toBe(true);
      expect(existsSync(join(place, 'accounts', HOME, 'regions.json'))).toBe(!('regions' in question));
    });

    it('never takes a folder that holds something else', async () => {
      mkdirSync(place);
      writeFileSync(join(place, 'thesis.txt'), 'mine');
      await expect(collectFixture(place)).rejects.toThrow(/holds something else\. Name an empty folder/);
      expect(readFileSync(join(place, 'thesis.txt'), 'utf8')).toBe('mine');
    });
  });
});
