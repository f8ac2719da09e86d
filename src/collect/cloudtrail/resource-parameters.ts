/** How a request parameter that holds a name becomes an ARN. */
export interface ResourceParameter {
  /** Path with dots; lists on the way stand for their items. */
  readonly parameter: string;
  /** Event names it holds for, where the same parameter means other things elsewhere. */
  readonly events?: RegExp;
  /** Other parameters the template needs. */
  readonly beside?: readonly string[];
  /** When the value is more than a name: its named groups fill the template. Without it the whole value is `{value}`. */
  readonly pattern?: RegExp;
  /** `{partition}`, `{region}` and `{account}` (the caller's) come from the record. */
  readonly arn: string;
}

const here = (service: string) => `arn:{partition}:${service}:{region}:{account}:`;
const named = (parameter: string, arn: string): readonly ResourceParameter[] => [{ parameter, arn }];

/**
 * Event source -> resources its calls name, each as alternatives of which the first with a value counts. ARN forms are
 * those of the Service Authorization Reference. IAM names become ARNs without path, which `resolveIamNames` mends.
 */
export const RESOURCE_PARAMETERS: Readonly<Record<string, readonly (readonly ResourceParameter[])[]>> = {
  'athena.amazonaws.com': [named('workGroup', `${here('athena')}workgroup/{value}`)],
  'aws-external-anthropic.amazonaws.com': [
    named('workspaceId', `${here('aws-external-anthropic')}workspace/{value}`),
  ],
  'bedrock.amazonaws.com': [
    [
      {
        parameter: 'modelId',
        pattern: /^(?<profile>(?:us|us-gov|eu|apac|jp|au|ca|global)\.[\w.:-]+)$/,
        arn: `${here('bedrock')}inference-profile/{profile}`,
      },
      {
        parameter: 'modelId',
        pattern: /^(?<model>[\w.:-]+)$/,
        arn: 'arn:{partition}:bedrock:{region}::foundation-model/{model}',
      },
    ],
    named('guardrailIdentifier', `${here('bedrock')}guardrail/{value}`),
    named('knowledgeBaseId', `${here('bedrock')}knowledge-base/{value}`),
    named('agentId', `${here('bedrock')}agent/{value}`),
  ],
  'cloudformation.amazonaws.com': [named('stackName', `${here('cloudformation')}stack/{value}/*`)],
  'codebuild.amazonaws.com': [named('projectName', `${here('codebuild')}project/{value}`)],
  'cognito-idp.amazonaws.com': [named('userPoolId', `${here('cognito-idp')}userpool/{value}`)],
  'dynamodb.amazonaws.com': [named('tableName', `${here('dynamodb')}table/{value}`)],
  'ec2.amazonaws.com': [
    named('instancesSet.items.instanceId', `${here('ec2')}instance/{value}`),
    named('instanceId', `${here('ec2')}instance/{value}`),
    named('volumeId', `${here('ec2')}volume/{value}`),
    named('groupId', `${here('ec2')}security-group/{value}`),
    named('vpcId', `${here('ec2')}vpc/{value}`),
    named('subnetId', `${here('ec2')}subnet/{value}`),
    named('routeTableId', `${here('ec2')}route-table/{value}`),
  ],
  'ecr.amazonaws.com': [named('repositoryName', `${here('ecr')}repository/{value}`)],
  'ecs.amazonaws.com': [
    [
      {
        parameter: 'service',
        beside: ['cluster'],
        pattern: /^(?<name>[\w-]+)$/,
        arn: `${here('ecs')}service/{cluster}/{name}`,
      },
    ],
    named('cluster', `${here('ecs')}cluster/{value}`),
  ],
  'es.amazonaws.com': [named('domainName', `${here('es')}domain/{value}`)],
  'events.amazonaws.com': [
    ...['name', 'rule'].map((parameter): readonly ResourceParameter[] => [
      {
        events: /Rule|Targets/,
        parameter: 'eventBusName',
        beside: [parameter],
        pattern: /^(?!default$)(?<bus>[\w./-]+)$/,
        arn: `${here('events')}rule/{bus}/{${parameter}}`,
      },
      { events: /Rule|Targets/, parameter, arn: `${here('events')}rule/{value}` },
    ]),
  ],
  'firehose.amazonaws.com': [named('deliveryStreamName', `${here('firehose')}deliverystream/{value}`)],
  'iam.amazonaws.com': [
    named('roleName', 'arn:{partition}:iam::{account}:role/{value}'),
    named('userName', 'arn:{partition}:iam::{account}:user/{value}'),
    named('groupName', 'arn:{partition}:iam::{account}:group/{value}'),
    named('instanceProfileName', 'arn:{partition}:iam::{account}:instance-profile/{value}'),
  ],
  'kinesis.amazonaws.com': [named('streamName', `${here('kinesis')}stream/{value}`)],
  'kms.amazonaws.com': [
    [{ parameter: 'keyId', pattern: /^(?<id>(?:mrk-)?[0-9a-f-]{32,36})$/, arn: `${here('kms')}key/{id}` }],
  ],
  'lambda.amazonaws.com': [
    [
      {
        parameter: 'functionName',
        beside: ['qualifier'],
        pattern: /^(?:(?<account>\d{12}):)?(?:function:)?(?<name>[\w-]+)$/,
        arn: `${here('lambda')}function:{name}:{qualifier}`,
      },
      {
        parameter: 'functionName',
        pattern: /^(?:(?<account>\d{12}):)?(?:function:)?(?<name>[\w-]+(?::[\w$-]+)?)$/,
        arn: `${here('lambda')}function:{name}`,
      },
    ],
    named('layerName', `${here('lambda')}layer:{value}`),
  ],
  'logs.amazonaws.com': [
    named('logGroupName', `${here('logs')}log-group:{value}:*`),
    named('logGroupNames', `${here('logs')}log-group:{value}:*`),
  ],
  'monitoring.amazonaws.com': [
    named('alarmName', `${here('cloudwatch')}alarm:{value}`),
    named('alarmNames', `${here('cloudwatch')}alarm:{value}`),
    named('dashboardName', 'arn:{partition}:cloudwatch::{account}:dashboard/{value}'),
  ],
  'rds.amazonaws.com': [
    named('dBInstanceIdentifier', `${here('rds')}db:{value}`),
    named('dBClusterIdentifier', `${here('rds')}cluster:{value}`),
    named('dBSnapshotIdentifier', `${here('rds')}snapshot:{value}`),
    named('dBClusterSnapshotIdentifier', `${here('rds')}cluster-snapshot:{value}`),
  ],
  'redshift.amazonaws.com': [named('clusterIdentifier', `${here('redshift')}cluster:{value}`)],
  'route53.amazonaws.com': [
    [
      {
        parameter: 'hostedZoneId',
        pattern: /(?<zone>[A-Z0-9]+)$/,
        arn: 'arn:{partition}:route53:::hostedzone/{zone}',
      },
    ],
  ],
  's3.amazonaws.com': [
    [{ parameter: 'key', beside: ['bucketName'], arn: 'arn:{partition}:s3:::{bucketName}/{value}' }],
    named('bucketName', 'arn:{partition}:s3:::{value}'),
  ],
  'sagemaker.amazonaws.com': [
    named('notebookInstanceName', `${here('sagemaker')}notebook-instance/{value}`),
    named('domainId', `${here('sagemaker')}domain/{value}`),
  ],
  // The ARN ends in six random characters that the name does not have.
  'secretsmanager.amazonaws.com': [
    named('secretId', `${here('secretsmanager')}secret:{value}-*`),
    named('secretIdList', `${here('secretsmanager')}secret:{value}-*`),
    [{ events: /^CreateSecret$/, parameter: 'name', arn: `${here('secretsmanager')}secret:{value}-*` }],
  ],
  'sns.amazonaws.com': [[{ events: /^CreateTopic$/, parameter: 'name', arn: `${here('sns')}{value}` }]],
  'sqs.amazonaws.com': [
    [
      {
        parameter: 'queueUrl',
        pattern: /^https?:\/\/[^/]+\/(?<account>\d{12})\/(?<name>[\w.-]+)$/,
        arn: `${here('sqs')}{name}`,
      },
      { parameter: 'queueName', arn: `${here('sqs')}{value}` },
    ],
  ],
  'ssm.amazonaws.com': [
    // Parameter names may start with a slash and end in `:version` or `:label`.
    ...['name', 'names'].map((parameter): readonly ResourceParameter[] => [
      {
        events: /Parameter/,
        parameter,
        pattern: /^\/?(?<path>[\w./-]+?)(?::[\w.-]+)?$/,
        arn: `${here('ssm')}parameter/{path}`,
      },
    ]),
    [
      // Amazon's own documents belong to no account.
      {
        parameter: 'documentName',
        pattern: /^(?<name>(?:AWS|Amazon)[\w.-]+)$/,
        arn: 'arn:{partition}:ssm:{region}::document/{name}',
      },
      { parameter: 'documentName', pattern: /^(?<name>[\w.-]+)$/, arn: `${here('ssm')}document/{name}` },
    ],
    [
      {
        parameter: 'target',
        pattern: /^(?<id>i-[0-9a-f]+)$/,
        arn: 'arn:{partition}:ec2:{region}:{account}:instance/{id}',
      },
    ],
  ],
};
