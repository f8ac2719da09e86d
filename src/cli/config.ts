import { z } from 'zod';
import type { NeverRule } from '../domain/never.ts';
import { TARGETS } from '../domain/recommendation.ts';
import { FAIL_ON, PROPOSAL_FORMS, SCOPES } from './options.ts';
import { PULL_REQUEST_KEYS, pullRequestsSchema } from './pull-request-schema.ts';
import { parseStrictYaml } from './strict-yaml.ts';

const text = z.string('expected text').min(1, 'must not be empty');
const texts = z.union([text, z.array(text)], 'expected text or a list of texts');

const agentSchema = z.strictObject({
  principal: text.describe('ARN of a role or user, or a pattern of ARNs with * and ?'),
  isAgent: z
    .boolean('expected true or false')
    .describe('true: an agent; false: not one, whatever the evidence says'),
  kind: z
    .enum(['ai-agent', 'workload'])
    .describe('A model steers it, or software of another kind runs it')
    .optional(),
  reason: text.describe('Why, for the people who read the report'),
});

const documentedNeedSchema = z.strictObject({
  principal: text.describe('ARN of a role or user, or a pattern of ARNs with * and ?'),
  workspace: text.describe('Id or ARN of a Claude Platform workspace, * and ? allowed'),
  owner: text.describe('Who answers for it'),
  reason: text.describe('Why it is needed, for the people who read the report'),
});

const packSchema = z.strictObject({
  name: text.describe('Category name shown in the report'),
  severity: z.enum(['critical', 'high', 'medium', 'low']),
  why: text.describe('What someone can do with these actions'),
  actions: z.array(text).min(1, 'must name at least one action').describe('IAM actions or patterns'),
});

const neverSchema = z
  .strictObject({
    principal: text.describe('ARN of a role or user, or a pattern of ARNs with * and ?').optional(),
    tag: text.describe('Instead: tag of the role or user, key or key=value').optional(),
    actions: z.array(text).min(1, 'must name at least one action').describe('IAM actions or patterns'),
    resources: z
      .array(text)
      .min(1, 'must name at least one resource')
      .describe('Only on these ARNs')
      .optional(),
    reason: text.describe('Why, for the people who read the report'),
  })
  .refine(({ principal, tag }) => (principal === undefined) !== (tag === undefined), {
    message: 'must name a principal or a tag, one of the two',
  });

/** A never rule as the domain has it. */
export function neverRule({
  principal,
  tag,
  actions,
  resources,
  reason,
}: z.infer<typeof neverSchema>): NeverRule {
  return { principal: principal ?? null, tag: tag ?? null, actions, resources: resources ?? [], reason };
}

/** paredown.yaml. Strict: a key that is not here is a mistake, never ignored. */
export const configSchema = z
  .strictObject({
    authorizationDetails: texts.describe('Files or folders of account authorization details'),
    lastAccessed: texts.describe('Files or folders of service last-accessed details'),
    cloudTrail: texts.describe('Folders, globs or s3:// places of CloudTrail logs'),
    trails: texts.describe('Files that describe the trails and their event selectors'),
    publicKeys: texts.describe('Public keys of CloudTrail, to check the signatures of its digest files'),
    scps: texts.describe('Files or folders of service control policies'),
    credentialReport: texts.describe('IAM credential reports'),
    serviceSpecificCredentials: texts.describe('Listings of service-specific credentials'),
    fromSnapshot: text.describe('Snapshot folder to read instead of AWS'),
    eventHistory: z.boolean('expected true or false').describe('Use CloudTrail event history as the log'),
    aws: z.boolean('expected true or false').describe('Collect the evidence from AWS'),
    snapshot: text.describe('Folder of the snapshot that is collected'),
    fresh: z.boolean('expected true or false').describe('Fetch everything anew'),
    accounts: texts.describe('Account ids, in quotes'),
    org: z.boolean('expected true or false').describe('All active accounts of the organization'),
    roleName: text.describe('Role to assume in the accounts'),
    externalId: text.describe('External id that the role asks for'),
    profile: text.describe('Profile of the AWS configuration files'),
    athena: text.describe(
      'Table of CloudTrail logs in Athena, TABLE or DATABASE.TABLE, instead of cloudTrail',
    ),
    athenaDatabase: text.describe('Database of the table'),
    athenaWorkgroup: text.describe('Workgroup that asks and pays'),
    athenaOutput: text.describe("s3:// folder for Athena's result files"),
    athenaReuse: z
      .union([z.number(), z.string()], 'expected a number of minutes')
      .describe('Minutes for which Athena may give an earlier answer again'),
    athenaPricePerTb: z
      .union([z.number(), z.string()], 'expected an amount in US dollars')
      .describe('US dollars that Athena charges for a terabyte scanned'),
    maxCost: z
      .union([z.number(), z.string()], 'expected an amount in US dollars')
      .describe('US dollars that the queries may cost together'),
    cache: z.boolean('expected true or false').describe('Keep what was read of large logs for the next run'),
    cacheDir: text.describe('Folder to keep it in'),
    asOf: text.describe('Date or time at which the window ends'),
    window: z.union([z.number(), z.string()], 'expected a number of days').describe('Days of history judged'),
    scope: z.enum(SCOPES).describe('Which principals are judged'),
    regions: texts.describe('The regions in use'),
    breakGlassTags: texts.describe('Tags, key or key=value, of principals whose permissions are kept'),
    exceptions: text.describe('File of decisions to keep a permission, each with owner, approver and expiry'),
    decisions: text.describe('File of the answers of reviewers, as `paredown review init` writes it'),
    previous: text.describe('Folder of the review before, to say what changed'),
    target: z.enum(TARGETS).describe('What proposals remove'),
    proposalForm: z.enum(PROPOSAL_FORMS).describe('How proposals remove it'),
    backtest: z
      .boolean('expected true or false')
      .describe('Also report what proposals made from the first part of the window would have denied later'),
    awsValidate: z
      .boolean('expected true or false')
      .describe('Also ask IAM Access Analyzer about every proposal; needs AWS credentials'),
    out: text.describe('Folder the result is written to'),
    failOn: z.enum(FAIL_ON).describe('Least severity of a finding that makes the exit code 3'),
    allowPartial: z
      .boolean('expected true or false')
      .describe('Exit with 0 although the evidence is incomplete'),
    agents: z
      .array(agentSchema)
      .describe('Principals that are agents, or are not, whatever the evidence says'),
    never: z
      .array(neverSchema)
      .describe('What principals must not be able to do: granted is a finding, and goes unless it is used'),
    productionWorkspaces: texts.describe(
      'Claude Platform workspaces that are production: ids or ARNs, * and ? allowed',
    ),
    documentedNeeds: z
      .array(documentedNeedSchema)
      .describe('Who needs which workspace, so that its reach is no finding'),
    packs: z.array(packSchema).describe('Your own categories of sensitive actions'),
    pullRequests: pullRequestsSchema.describe('Where proposals go as pull requests'),
  })
  .partial()
  .describe('paredown.yaml; paths are relative to the file');

export type Config = z.infer<typeof configSchema>;

const KNOWN_KEYS: Readonly<Record<string, readonly string[]>> = {
  '': Object.keys(configSchema.shape),
  agents: Object.keys(agentSchema.shape),
  never: Object.keys(neverSchema.shape),
  documentedNeeds: Object.keys(documentedNeedSchema.shape),
  packs: Object.keys(packSchema.shape),
  ...PULL_REQUEST_KEYS,
};

/**
 * Reads the text of a paredown.yaml.
 * @throws UserError that names the file and line of every mistake at once.
 */
export function parseConfig(source: string, location: string): Config {
  return parseStrictYaml(source, location, configSchema, KNOWN_KEYS);
}
