import { AWS_MANAGED } from './aws-managed-policies.ts';
import { INVOICE_READER_RECREATED, RELEASE_NOTES_CREATED } from './calendar.ts';
import type { Identity } from './model.ts';
import { allow, policy, trustGithub, trustService } from './statements.ts';
import { arn, BUCKETS, bucketArn, PHOTO_KEY, PRODUCTION } from './world.ts';

const objects = (bucket: string) => `${bucketArn(bucket)}/*`;
const inAccount = (service: string, resource: string) => arn(service, '*', PRODUCTION, resource);

/** Roles of production's automation: a pipeline, a function, scheduled agents. */
export const productionWorkloads: readonly Identity[] = [
  {
    kind: 'role',
    name: 'github-deployer',
    path: '/',
    account: PRODUCTION,
    created: '2024-02-19T10:15:00+00:00',
    description: 'Deployments from github.com/larkfield/platform',
    tags: { team: 'platform' },
    trust: trustGithub(PRODUCTION, 'repo:larkfield/platform:ref:refs/heads/main'),
    managed: ['deploy-pipeline'],
    inline: {
      'deploy-notifications': policy(
        allow(
          'Notify',
          ['sns:Publish', 'events:PutEvents'],
          [inAccount('sns', 'deployments'), inAccount('events', 'event-bus/default')],
        ),
      ),
    },
  },
  {
    kind: 'role',
    name: 'thumbnail-lambda',
    path: '/service-role/',
    account: PRODUCTION,
    created: '2023-06-27T06:50:33+00:00',
    description: 'Makes thumbnails of parcel photos',
    tags: { team: 'parcels' },
    trust: trustService('lambda'),
    managed: [AWS_MANAGED.lambdaBasic],
    inline: {
      thumbnails: policy(
        // A bucket and an object ARN in one statement: half of each pair does nothing.
        allow(
          'Photos',
          ['s3:GetObject', 's3:ListBucket', 's3:DeleteObject'],
          [bucketArn(BUCKETS.photos), objects(BUCKETS.photos)],
        ),
        allow(
          'Thumbnails',
          ['s3:PutObject', 's3:PutObjectAcl', 's3:PutObjectTagging'],
          objects(BUCKETS.thumbnails),
        ),
        allow('Key', ['kms:Decrypt', 'kms:GenerateDataKey'], arn('kms', 'us-east-1', PRODUCTION, PHOTO_KEY), {
          StringEquals: { 'kms:ViaService': 's3.us-east-1.amazonaws.com' },
        }),
      ),
    },
  },
  {
    kind: 'role',
    name: 'release-notes-agent',
    path: '/agents/',
    account: PRODUCTION,
    created: RELEASE_NOTES_CREATED.replace('Z', '+00:00'),
    description: 'Drafts release notes after each deployment',
    tags: { agent: 'release-notes', team: 'platform' },
    trust: trustService('ecs-tasks', { StringEquals: { 'aws:SourceAccount': PRODUCTION } }),
    inline: {
      'release-notes': policy(
        allow('Model', ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream']),
        allow('Inputs', [
          'cloudformation:DescribeStackEvents',
          'cloudformation:DescribeStacks',
          'ssm:GetParameter',
        ]),
        allow('Unneeded', [
          'secretsmanager:GetSecretValue',
          'lambda:UpdateFunctionCode',
          's3:PutBucketPolicy',
        ]),
      ),
    },
  },
  {
    kind: 'role',
    name: 'invoice-reader-agent',
    path: '/agents/',
    account: PRODUCTION,
    created: INVOICE_READER_RECREATED.replace('Z', '+00:00'),
    recreatedAt: INVOICE_READER_RECREATED,
    description: 'Reads supplier invoices with Textract and Claude on Bedrock',
    tags: { agent: 'invoice-reader', team: 'finance' },
    trust: trustService('ecs-tasks'),
    inline: {
      'read-invoices': policy(
        allow('Invoices', ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'], objects(BUCKETS.invoices)),
        allow('Read', [
          'textract:AnalyzeDocument',
          'textract:AnalyzeExpense',
          'textract:StartExpenseAnalysis',
        ]),
        allow('Model', 'bedrock:InvokeModel'),
        allow('Queue', 'sqs:*', inAccount('sqs', 'invoices')),
      ),
    },
  },
];
