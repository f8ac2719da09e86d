import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exitCode } from '../../src/cli/exit-code.ts';
import { SourceError } from '../../src/domain/errors.ts';
import { decide } from '../../src/main.ts';
import type { Assessment } from '../../src/report/index.ts';
import type { Asked } from '../support/aws-standin/asked.ts';
import { AS_OF, collectFixture, QUICK, request, useEndpoint } from '../support/aws-standin/collecting.ts';
import { HOME, MEMBER } from '../support/aws-standin/fixture-account.ts';
import { FAULTS, type Fault, type Standin, startStandin } from '../support/aws-standin/standin.ts';

/** Short, so that every failure is tried in little time. */
const DAYS = 10;

/**
 * Every API call of a collection fails, one in turn, in every way there is. Whatever fails: the run ends with the right
 * exit code and a gap that names the call, nothing is called unused that was not before, and the same command again
 * brings the snapshot to the bytes of one in which nothing failed.
 */
describe.each([
  { who: 'the management account', account: HOME, of: /./, atLeast: 6, mayGoWithout: /^$/ },
  // AWS keeps control policies from it, which the first call for them tells.
  {
    who: 'a member account',
    account: MEMBER,
    of: /^(DescribeOrganization|ListPolicies|DescribePolicy|ListTargetsForPolicy|ListParents)$/,
    atLeast: 3,
    mayGoWithout: /Filter=SERVICE_CONTROL_POLICY/,
  },
])('a call of AWS that fails, asked by $who', ({ account, of, atLeast, mayGoWithout }) => {
  let standin: Standin;
  let undo: () => void;
  let folder: string;
  let calls: readonly Asked[];
  let whole: readonly string[];
  let unused: ReadonlySet<string>;
  const judged = new Map<string, Assessment>();

  beforeAll(async () => {
    standin = await startStandin(AS_OF);
    undo = useEndpoint(standin.endpoint, account);
    folder = mkdtempSync(join(tmpdir(), 'paredown-faults-'));
    const snapshot = await collect(join(folder, 'whole'));
    expect(snapshot.status).toBe('complete');
    whole = bytesOf(snapshot);
    calls = [
      ...new Map(
        standin.asked.filter(({ operation }) => of.test(operation)).map((asked) => [asked.key, asked]),
      ).values(),
    ];
    const assessment = await judge(join(folder, 'whole'));
    expect(assessment.coverage.verdict).toBe('complete');
    unused = unusedIn(assessment);
    expect(unused.size).toBeGreaterThan(5);
  });
  afterAll(async () => {
    undo();
    await standin.stop();
    rmSync(folder, { recursive: true });
  });

  const collect = (place: string, fault: Fault | null = null) => {
    // Only what hangs is waited for in vain.
    const pace = { ...QUICK, ...(fault === 'hang' && { timeoutMs: 600 }) };
    return collectFixture(place, { pace }, request({}, DAYS));
  };
  const bytesOf = ({ documents }: { documents: readonly { path: string; sha256: string }[] }) =>
    documents.map(({ path, sha256 }) => `${path} ${sha256}`);
  const judge = (snapshot: string) => decide(request({ snapshot }, DAYS), 'judge', null);

  /** `principal action` of everything judged unused. */
  function unusedIn({ principals }: Assessment): ReadonlySet<string> {
    return new Set(
      principals.flatMap(({ arn, permissions }) =>
        permissions.filter(({ usage }) => usage === 'unused').map(({ action }) => `${arn} ${action}`),
      ),
    );
  }

  /** Which requests a fault hits: all of one call, or all pages of a list whose marker comes back. */
  function hits(call: Asked, fault: Fault): (asked: Asked) => boolean {
    if (fault !== 'repeat') return ({ key }) => key === call.key;
    const { Marker: _, NextToken: __, ...input } = call.input;
    return (asked) =>
      asked.operation === call.operation &&
      asked.region === call.region &&
      ['Arn', 'JobId', 'UserName', 'PolicyId'].every((name) => asked.input[name] === input[name]);
  }

  /** Only lists have markers to repeat. */
  const LISTS =
    /^(GetAccountAuthorizationDetails|GetServiceLastAccessedDetails|ListAccessKeys|LookupEvents|ListPublicKeys|listRegions|ListPolicies|ListTargetsForPolicy)$/;
  describe.each(FAULTS.map((fault) => ({ fault })))('$fault', ({ fault }) => {
    it('becomes a gap, lowers verdicts, and is made good by running again', async () => {
      const chosen = calls.filter(({ operation }) => fault !== 'repeat' || LISTS.test(operation));
      expect(chosen.length).toBeGreaterThanOrEqual(atLeast);
      for (const call of chosen) await check(call, fault);
    });
  });

  async function check(call: Asked, fault: Fault): Promise<void> {
    const label = `${fault}: ${call.key}`;
    const place = join(folder, 'failed');
    rmSync(place, { recursive: true, force: true });
    let count = 0;
    const isHit = hits(call, fault);
    standin.fault = (asked) => {
      if (!isHit(asked)) return null;
      count += 1;
      return fault;
    };
    const snapshot = await collect(place, fault).catch((error: unknown) => error);
    standin.fault = () => null;
    expect(count, label).toBeGreaterThan(0);
    if (snapshot instanceof Error) {
      expect(snapshot, label).toBeInstanceOf(SourceError);
      const isCredentials =
        fault === 'expired' || (fault === 'denied' && call.operation === 'GetCallerIdentity');
      const expected = isCredentials ? 5 : 4;
      expect((snapshot as SourceError).exitCode, `${label}: ${snapshot.message}`).toBe(expected);
      expect(fault === 'expired' || call.operation === 'GetCallerIdentity', label).toBe(true);
      // Nothing can be judged from what has not ended.
      await expect(judge(place), label).rejects.toBeInstanceOf(SourceError);
    } else {
      const { status, gaps } = snapshot as Awaited<ReturnType<typeof collectFixture>>;
      const isDoneWithout = fault === 'denied' && mayGoWithout.test(call.key);
      expect(status, label).toBe(isDoneWithout ? 'complete' : 'partial');
      expect(
        gaps.map((gap) => gap.call.split(':')[1]?.toLowerCase()),
        label,
      ).toContain(call.operation.toLowerCase());
      const signature = JSON.stringify([gaps.map(({ path, call: name }) => [path, name]), isDoneWithout]);
      if (!judged.has(signature)) await checkJudgement(place, call, isDoneWithout, signature);
    }
    const resumed = await collect(place);
    expect(resumed.status, label).toBe('complete');
    expect(bytesOf(resumed), label).toEqual(whole);
  }

  async function checkJudgement(place: string, call: Asked, isDoneWithout: boolean, signature: string) {
    const label = `judged without ${call.key}`;
    if (call.operation === 'GetAccountAuthorizationDetails') {
      await expect(judge(place), label).rejects.toThrow(/grants of no account/);
      return;
    }
    const assessment = await judge(place);
    judged.set(signature, assessment);
    expect(
      [...unusedIn(assessment)].filter((one) => !unused.has(one)),
      label,
    ).toEqual([]);
    const settings = { failOn: 'none', allowPartial: false } as const;
    expect(exitCode(assessment, settings), label).toBe(isDoneWithout ? 0 : 4);
    expect(exitCode(assessment, { ...settings, allowPartial: true }), label).toBe(0);
    expect(assessment.coverage.notes.join('\n').toLowerCase(), label).toContain(
      `:${call.operation.toLowerCase()}: `,
    );
  }
});
