import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import Ajv from 'ajv';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { hostileAssessment, largeAssessment, richAssessment } from '../support/assessment-fixture.ts';
import { exceptedAssessment } from '../support/excepted-assessment.ts';
import { reportTexts } from '../support/report-texts.ts';

/** Our files of other people's formats, held to what their standards say. */
const require = createRequire(import.meta.url);
const CASES = {
  muted: () => {
    const rich = richAssessment();
    return { ...rich, findings: rich.findings.map((each) => ({ ...each, muted: 'kept until 2027' })) };
  },
  excepted: exceptedAssessment,
  rich: richAssessment,
  hostile: hostileAssessment,
  large: () => largeAssessment(20, 40),
};
const filesOf = Object.fromEntries(Object.entries(CASES).map(([name, make]) => [name, reportTexts(make())]));
const textOf = (name: string, path: string): string => filesOf[name]?.get(path) ?? '';

/**
 * The objects of SARIF 2.1.0 that our log has, with what is required and what is allowed of each, as in the OASIS schema
 * (sarif-schema-2.1.0.json): every object there is closed, and `properties` is a bag.
 */
const bag = z.looseObject({});
const message = z.strictObject({ text: z.string().min(1) });
const region = z
  .strictObject({ startLine: z.int().min(1), endLine: z.int().min(1) })
  .refine(({ startLine, endLine }) => startLine <= endLine);
const level = z.enum(['none', 'note', 'warning', 'error']);
const sarifLog = z.strictObject({
  $schema: z.url(),
  version: z.literal('2.1.0'),
  runs: z.array(
    z.strictObject({
      tool: z.strictObject({
        driver: z.strictObject({
          name: z.string().min(1),
          semanticVersion: z.string(),
          rules: z.array(
            z.strictObject({
              id: z.string(),
              name: z.string(),
              shortDescription: message,
              defaultConfiguration: z.strictObject({ level }),
              properties: bag,
            }),
          ),
        }),
      }),
      columnKind: z.enum(['utf16CodeUnits', 'unicodeCodePoints']),
      results: z.array(
        z.strictObject({
          ruleId: z.string(),
          ruleIndex: z.int().min(0),
          level,
          message,
          locations: z
            .array(
              z.strictObject({
                physicalLocation: z.strictObject({
                  // A URI reference (RFC 3986) without a scheme: relative to the folder.
                  artifactLocation: z.strictObject({ uri: z.string().regex(/^[A-Za-z0-9._~/-]+$/) }),
                  region,
                }),
              }),
            )
            .min(1),
          suppressions: z
            .array(
              z.strictObject({
                kind: z.literal('external'),
                status: z.literal('accepted'),
                justification: z.string().min(1),
              }),
            )
            .optional(),
          partialFingerprints: z.record(z.string(), z.string()),
          properties: bag,
        }),
      ),
      properties: bag,
    }),
  ),
});

describe.each(Object.keys(CASES))('findings.sarif of the %s review', (name) => {
  const log = JSON.parse(textOf(name, 'findings.sarif')) as unknown;

  test('fits the published schema of SARIF 2.1.0', () => {
    // As Microsoft's SARIF SDK ships it (MIT); it is a draft-04 schema, which only ajv 6 reads by itself.
    const ajv = new Ajv({ schemaId: 'id', meta: false, allErrors: true, format: 'full' });
    ajv.addMetaSchema(require('ajv/lib/refs/json-schema-draft-04.json'));
    const fits = ajv.compile(require('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'));
    fits(log);
    expect(fits.errors).toBeNull();
    expect(fits({ ...(log as object), runs: [{ results: [] }] })).toBe(false);
  });

  test('has of it what we mean and nothing else', () => {
    const [run] = sarifLog.parse(log).runs;
    const { rules } = run?.tool.driver ?? { rules: [] };
    const ids = rules.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(run?.results.length).toBeGreaterThan(0);
    // All results have suppressions or none has (3.27.23).
    const told = run?.results.filter(({ suppressions }) => suppressions !== undefined).length ?? 0;
    expect(told).toBe(name === 'excepted' || name === 'muted' ? run?.results.length : 0);
    for (const { ruleId, ruleIndex } of run?.results ?? []) expect(ids[ruleIndex]).toBe(ruleId);
  });
});

/**
 * IAM Analysis Finding with the cloud profile, as github.com/ocsf/ocsf-schema has it at tag 1.6.0: what is required, and of
 * what is allowed only what we write. No package carries that schema, so the table is ours; captions are those of the ids.
 */
const account = z.strictObject({ uid: z.string(), type: z.literal('AWS Account'), type_id: z.literal(10) });
const milliseconds = z.int().min(0);
const caption = (captions: Readonly<Record<number, string>>, id: string, name: string) => (event: object) =>
  captions[Reflect.get(event, id)] === Reflect.get(event, name);
const iamAnalysisFinding = z
  .strictObject({
    activity_id: z.literal(1),
    activity_name: z.literal('Create'),
    category_name: z.literal('Findings'),
    category_uid: z.literal(2),
    class_name: z.literal('IAM Analysis Finding'),
    class_uid: z.literal(2008),
    type_name: z.literal('IAM Analysis Finding: Create'),
    type_uid: z.literal(200801),
    time: z.literal(Date.parse('2026-11-22T00:00:00Z')),
    start_time: milliseconds,
    end_time: milliseconds,
    severity: z.string(),
    severity_id: z.int(),
    status: z.string(),
    status_id: z.int(),
    message: z.string().min(1),
    metadata: z.strictObject({
      version: z.literal('1.6.0'),
      profiles: z.tuple([z.literal('cloud')]),
      product: z.strictObject({ name: z.string(), vendor_name: z.literal('paredown'), version: z.string() }),
    }),
    cloud: z.strictObject({ provider: z.literal('AWS'), account }),
    finding_info: z.strictObject({
      uid: z.string().regex(/^[0-9a-f]{64}$/),
      title: z.string(),
      desc: z.string(),
      types: z.array(z.string()).length(1),
      created_time: milliseconds,
    }),
    // At least one of this, access_analysis_result, applications and identity_activity_metrics.
    permission_analysis_results: z
      .array(
        z.strictObject({
          unused_privileges_count: z.int().min(0),
          granted_privileges: z.array(z.string()).min(1).optional(),
        }),
      )
      .length(1),
    remediation: z.strictObject({ desc: z.string().min(1) }),
    user: z
      .strictObject({
        name: z.string(),
        uid: z.string(),
        uid_alt: z.string(),
        type: z.string(),
        type_id: z.union([z.literal(4), z.literal(99)]),
        account,
      })
      .refine(({ type, type_id }) => (type_id === 4) === (type === 'Service'))
      .optional(),
    unmapped: z.strictObject({ controls: z.array(z.string()).min(1) }).optional(),
  })
  .refine(caption({ 1: 'New', 3: 'Suppressed' }, 'status_id', 'status'))
  .refine(caption({ 2: 'Low', 3: 'Medium', 4: 'High', 5: 'Critical' }, 'severity_id', 'severity'));

test.each(Object.keys(CASES))(
  'each line of ocsf.jsonl of the %s review is an IAM Analysis Finding',
  (name) => {
    const events = textOf(name, 'ocsf.jsonl')
      .trimEnd()
      .split('\n')
      .map((line) => iamAnalysisFinding.parse(JSON.parse(line)));
    expect(events.length).toBeGreaterThan(5);
    expect(new Set(events.map(({ finding_info }) => finding_info.uid)).size).toBe(events.length);
    expect(new Set(events.map(({ user }) => user?.type_id))).toContain(4);
    expect(events.some(({ status }) => status === 'Suppressed')).toBe(
      name === 'muted' || name === 'excepted',
    );
  },
);

/** in-toto Statement v1 (github.com/in-toto/attestation, spec/v1/statement.md and digest_set.md). */
const statement = z.strictObject({
  _type: z.literal('https://in-toto.io/Statement/v1'),
  subject: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        digest: z.strictObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
      }),
    )
    .min(1),
  predicateType: z.url(),
  predicate: z.looseObject({}),
});

test.each(Object.keys(CASES))('pack/statement.intoto.json of the %s review is a Statement v1', (name) => {
  const { subject } = statement.parse(JSON.parse(textOf(name, 'pack/statement.intoto.json')));
  const others = [...(filesOf[name] ?? [])].filter(([path]) => path !== 'pack/statement.intoto.json');
  expect(new Map(subject.map((each) => [each.name, each.digest.sha256]))).toEqual(
    new Map(others.map(([path, text]) => [path, createHash('sha256').update(text, 'utf8').digest('hex')])),
  );
});
