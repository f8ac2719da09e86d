import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LogScanner } from '../../src/collect/cloudtrail/scan/log-scanner.ts';
import { logOf, recordOf, sessionIdentity } from '../collect/support.ts';
import { NOWHERE, parsed, scanned } from '../support/staged-rows.ts';

const RUNS = Number(process.env.PAREDOWN_PROPERTY_RUNS ?? 1000);
/** Callers of one run, so that a later one may be taken for an earlier one. */
const CALLERS = 6;

const name = fc.constantFrom('a', '-', 'x', 'build-7', 'me@example.org', 'a/b', 'a:b', 'é', 'a"b', 'a b', '');
const key = fc.constantFrom<unknown>('ASIA1', 'ASIA2', '-', 'x', 'a b', '', 'a"b', undefined, null, 7);
const began = fc.constantFrom<unknown>(
  '2026-01-15T10:00:00Z',
  '2026-01-16T10:00:00Z',
  '-',
  'a"b',
  undefined,
  1,
);
const type = fc.constantFrom(
  'AssumedRole',
  'AssumedRole',
  'AssumedRole',
  'FederatedUser',
  'IAMUser',
  'AWSAccount',
  'Root',
  'SAMLUser',
);
const issuer = fc.constantFrom<unknown>(
  { type: 'Role', principalId: 'AROA1', arn: 'arn:aws:iam::111122223333:role/deployer' },
  { type: 'Role', principalId: 'AROA1:a', arn: 'arn:aws:sts::111122223333:assumed-role/deployer/a' },
  { type: 'Root', accountId: '111122223333' },
  undefined,
);
/** Mostly as CloudTrail writes it: the name of the session in both, or in one only. */
const identity = fc
  .record({
    type,
    inId: name,
    inArn: fc.option(name, { nil: undefined, freq: 4 }),
    id: fc.constantFrom('AROA1', 'AROA1', 'AIDA1', '111122223333', 'a', ''),
    arn: fc.constantFrom(
      'arn:aws:sts::111122223333:assumed-role/deployer/',
      'arn:aws:sts::111122223333:assumed-role/deployer',
      'arn:aws:iam::111122223333:user/team/',
      'arn:aws:sts::111122223333:federated-user/',
      '/',
      '',
    ),
    accessKeyId: key,
    began,
    issuer,
    invokedBy: fc.constantFrom('ecs.amazonaws.com', undefined, undefined),
    sourceIdentity: fc.constantFrom('alice', 'a', undefined),
    accountId: fc.constantFrom('111122223333', undefined),
    order: fc.boolean(),
  })
  .map(({ type, inId, inArn, id, arn, accessKeyId, began, issuer, order, sourceIdentity, ...rest }) => {
    const names = { principalId: `${id}:${inId}`, arn: `${arn}${inArn ?? inId}` };
    const attributes = { creationDate: began, mfaAuthenticated: 'false' };
    const context = { attributes, sessionIssuer: issuer, sourceIdentity };
    const members = { type, accessKeyId, ...rest };
    return order
      ? { ...names, ...members, sessionContext: context }
      : { sessionContext: context, ...members, ...names };
  });

describe('what the scanner leaves out of the text of a caller', () => {
  it('tells nothing: sessions that are the same to it differ in name and key only', () => {
    const scanner = new LogScanner();
    fc.assert(
      fc.property(
        fc.array(fc.record({ userIdentity: identity, userAgent: fc.constantFrom('aws-cli/2', 'Boto3/1') }), {
          minLength: 1,
          maxLength: CALLERS,
        }),
        fc.constantFrom(0, 0, 1),
        (callers, indent) => {
          const records = callers.map((fields, at) =>
            recordOf(`00000000-0000-0000-0000-00000000000${at}`, fields),
          );
          const bytes = Buffer.from(JSON.stringify({ Records: records }, null, indent));
          expect(scanned(bytes, NOWHERE, scanner)).toEqual(parsed(bytes));
        },
      ),
      { numRuns: RUNS },
    );
    expect(scanner.sessionsKnown).toBeGreaterThan(0);
  });

  it.each([
    ['a member twice', '"principalId":"AROA1:a",', '"principalId":"AROA1:a","principalId":"AROA2:a",'],
    ['a key that is escaped', '"principalId":', '"principal\\u0049d":'],
    ['a value that is escaped', 'AROA1:a"', 'AROA1:\\u0061"'],
    ['a name that only ends as the other', '/deployer/a"', '/deployera"'],
  ])('is nothing where %s', (_, text, odd) => {
    const scanner = new LogScanner();
    const identity = sessionIdentity({
      principalId: 'AROA1:a',
      arn: 'arn:aws:sts::111122223333:assumed-role/deployer/a',
    });
    const record = recordOf('00000000-0000-0000-0000-000000000001', { userIdentity: identity });
    const bytes = Buffer.from(logOf(record).replace(text, odd));
    expect(bytes.toString()).toContain(odd);
    expect(scanned(bytes, NOWHERE, scanner)).toEqual(parsed(bytes));
    expect(scanner.sessionsKnown).toBe(0);
  });

  it('is the name, the key and the start of a session', () => {
    const scanner = new LogScanner();
    for (const part of ['1', '2', '3']) {
      const userIdentity = sessionIdentity({
        principalId: `AROA1:run-${part}`,
        arn: `arn:aws:sts::111122223333:assumed-role/deployer/run-${part}`,
        accessKeyId: `ASIA${part}`,
        sessionContext: {
          attributes: { creationDate: `2026-01-15T10:00:0${part}Z`, mfaAuthenticated: 'false' },
          sessionIssuer: {
            type: 'Role',
            principalId: 'AROA1',
            arn: 'arn:aws:iam::111122223333:role/deployer',
          },
        },
      });
      const record = recordOf(`00000000-0000-0000-0000-00000000000${part}`, { userIdentity });
      scanned(Buffer.from(logOf(record)), NOWHERE, scanner);
    }
    expect([scanner.callersKnown, scanner.sessionsKnown]).toEqual([3, 1]);
  });
});
