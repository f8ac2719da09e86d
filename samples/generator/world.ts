/** Larkfield Parcel, a made-up parcel carrier: its accounts and the resources its people and agents touch. */
export const ORGANIZATION_ID = 'o-7k2larkfld';
export const MANAGEMENT_ACCOUNT = '999988887777';
export const PRODUCTION = '111122223333';
export const DEVELOPMENT = '444455556666';
export const ACCOUNTS = [PRODUCTION, DEVELOPMENT] as const;

export const REGIONS = ['us-east-1', 'eu-west-1'] as const;
export type Region = (typeof REGIONS)[number];
/** IAM, STS's global endpoint, CloudFront and Organizations log here. */
export const GLOBAL_REGION: Region = 'us-east-1';

export const BUCKETS = {
  photos: 'larkfield-parcel-photos',
  thumbnails: 'larkfield-parcel-thumbnails',
  invoices: 'larkfield-invoices',
  artifacts: 'larkfield-deploy-artifacts',
  analytics: 'larkfield-analytics-results',
  fixtures: 'larkfield-dev-fixtures',
} as const;

/** The buckets whose objects the organisation trail records. */
export const RECORDED_BUCKETS: readonly string[] = [BUCKETS.photos, BUCKETS.thumbnails];

export const FUNCTIONS = ['parcel-thumbnailer', 'route-planner', 'label-printer'] as const;
export const STACKS = ['orders-api', 'parcel-thumbnailer', 'tracking-web'] as const;
export const SERVICES = ['orders-api', 'tracking-web'] as const;
export const CLUSTER = 'core';
export const TABLES = ['orders', 'parcels'] as const;

export const PHOTO_KEY = 'key/6f1f2c3d-8a54-4b7e-9d0a-2f6b1c8e4a71';
export const SECRETS_KEY = 'key/0b7d9e42-51c3-4f08-8c6e-7a90d3f51b26';
export const ORDERS_SECRET = 'secret:orders/database-Qm3xVt';
export const WEBHOOK_SECRET = 'secret:claude/webhook-signing-h8KpLw';

export const WORKSPACES = {
  production: 'wrkspc_01JYLARKPRODSUPPORTDESK',
  staging: 'wrkspc_01JYLARKSTAGINGPLAYGRD',
} as const;

export const AGENTCORE = {
  runtime: 'runtime/support_bot-Ab12Cd34Ef',
  memory: 'memory/support_memory-Xy98Zw76Vu',
  gateway: 'gateway/support-gateway-k2m4n6p8q0',
  identity: 'workload-identity-directory/default/workload-identity/support_bot-Ab12Cd34Ef',
} as const;

export const SONNET = 'anthropic.claude-sonnet-4-5-20250929-v1:0';

export const GITHUB_PROVIDER = 'token.actions.githubusercontent.com';

export const arn = (service: string, region: string, account: string, resource: string): string =>
  `arn:aws:${service}:${region}:${account}:${resource}`;
export const roleArn = (account: string, pathAndName: string): string =>
  `arn:aws:iam::${account}:role/${pathAndName}`;
export const bucketArn = (bucket: string): string => `arn:aws:s3:::${bucket}`;
