/**
 * Services as IAM's last-accessed report names them, each with the actions it tracks. A part of what AWS tracks: management
 * actions that create, modify, list or delete. Data-plane actions and iam:PassRole are never tracked, so never here.
 */
export const REPORTED_SERVICES: Readonly<Record<string, readonly [name: string, actions: string]>> = {
  apigateway: ['Amazon API Gateway Management', ''],
  athena: [
    'Amazon Athena',
    'CreateWorkGroup DeleteWorkGroup GetQueryExecution GetWorkGroup ListWorkGroups StartQueryExecution StopQueryExecution',
  ],
  'aws-external-anthropic': ['Claude Platform on AWS', ''],
  'aws-marketplace': ['AWS Marketplace', ''],
  bedrock: [
    'Amazon Bedrock',
    'CreateGuardrail CreateModelCustomizationJob DeleteGuardrail ListFoundationModels UpdateGuardrail',
  ],
  'bedrock-agentcore': [
    'Amazon Bedrock AgentCore',
    'CreateGateway CreateGatewayTarget DeleteGateway DeleteGatewayTarget GetGateway ListGatewayTargets UpdateGateway UpdateGatewayTarget',
  ],
  cloudformation: [
    'AWS CloudFormation',
    'CreateChangeSet CreateStack DeleteStack DescribeChangeSet DescribeStackEvents DescribeStacks ExecuteChangeSet SetStackPolicy UpdateStack',
  ],
  cloudfront: [
    'Amazon CloudFront',
    'CreateDistribution CreateInvalidation DeleteDistribution GetDistribution ListDistributions UpdateDistribution',
  ],
  cloudtrail: [
    'AWS CloudTrail',
    'CreateTrail DeleteTrail DescribeTrails GetTrailStatus PutEventSelectors StartLogging StopLogging UpdateTrail',
  ],
  cloudwatch: ['Amazon CloudWatch', 'DeleteAlarms DescribeAlarms PutMetricAlarm'],
  codedeploy: [
    'AWS CodeDeploy',
    'CreateDeployment CreateDeploymentGroup DeleteApplication GetDeployment StopDeployment',
  ],
  config: [
    'AWS Config',
    'DeleteConfigurationRecorder DescribeConfigurationRecorders PutConfigurationRecorder PutEvaluations StopConfigurationRecorder',
  ],
  dynamodb: [
    'Amazon DynamoDB',
    'CreateBackup CreateTable DeleteTable DescribeTable ListTables RestoreTableFromBackup UpdateTable',
  ],
  ec2: [
    'Amazon EC2',
    'AuthorizeSecurityGroupIngress CreateNetworkInterface CreateSnapshot DescribeInstances DescribeSecurityGroups DescribeSubnets ModifyInstanceAttribute ModifySnapshotAttribute RunInstances StopInstances TerminateInstances',
  ],
  ecr: [
    'Amazon Elastic Container Registry',
    'BatchDeleteImage CreateRepository DeleteRepository GetAuthorizationToken SetRepositoryPolicy',
  ],
  ecs: [
    'Amazon Elastic Container Service',
    'CreateService DeleteService DescribeServices ExecuteCommand RegisterTaskDefinition RunTask StopTask UpdateService',
  ],
  events: ['Amazon EventBridge', 'PutRule PutTargets DeleteRule'],
  glue: ['AWS Glue', 'CreateTable DeleteTable GetDatabase GetTable'],
  guardduty: ['Amazon GuardDuty', 'CreateDetector DeleteDetector UpdateDetector'],
  iam: [
    'AWS Identity and Access Management',
    'AttachRolePolicy AttachUserPolicy ChangePassword CreateAccessKey CreateLoginProfile CreatePolicyVersion CreateRole CreateServiceSpecificCredential CreateUser DeleteAccessKey DeleteRole DeleteRolePolicy DetachRolePolicy EnableOutboundWebIdentityFederation GetRole GetUser ListAccessKeys ListRoles PutRolePolicy PutUserPolicy SetDefaultPolicyVersion TagRole UpdateAccessKey UpdateAssumeRolePolicy',
  ],
  kms: [
    'AWS Key Management Service',
    'CreateGrant CreateKey DescribeKey DisableKey ListKeys PutKeyPolicy ScheduleKeyDeletion',
  ],
  lambda: [
    'AWS Lambda',
    'AddPermission CreateFunction DeleteFunction GetFunction ListFunctions PublishVersion RemovePermission UpdateAlias UpdateFunctionCode UpdateFunctionConfiguration',
  ],
  logs: [
    'Amazon CloudWatch Logs',
    'CreateLogGroup CreateLogStream DeleteLogGroup DescribeLogGroups DescribeLogStreams FilterLogEvents PutRetentionPolicy StartQuery',
  ],
  organizations: [
    'AWS Organizations',
    'CreateAccount DescribeOrganization ListAccounts AttachPolicy DetachPolicy LeaveOrganization',
  ],
  rds: [
    'Amazon RDS',
    'CopyDBSnapshot CreateDBSnapshot DeleteDBInstance DescribeDBInstances ModifyDBSnapshotAttribute',
  ],
  s3: [
    'Amazon S3',
    'CreateBucket DeleteBucket DeleteBucketPolicy GetBucketPolicy ListAllMyBuckets PutBucketAcl PutBucketPolicy PutBucketPublicAccessBlock PutEncryptionConfiguration',
  ],
  secretsmanager: [
    'AWS Secrets Manager',
    'CreateSecret DeleteSecret DescribeSecret GetSecretValue ListSecrets PutResourcePolicy PutSecretValue RotateSecret UpdateSecret',
  ],
  ses: ['Amazon SES', 'CreateEmailIdentity DeleteEmailIdentity'],
  sns: ['Amazon SNS', 'CreateTopic DeleteTopic SetTopicAttributes Subscribe'],
  sqs: ['Amazon SQS', 'CreateQueue DeleteQueue GetQueueUrl PurgeQueue SetQueueAttributes'],
  ssm: [
    'AWS Systems Manager',
    'CreateDocument DeleteParameter DescribeParameters GetParameter ListInstanceAssociations PutInventory PutParameter SendCommand StartSession TerminateSession UpdateInstanceInformation',
  ],
  states: [
    'AWS Step Functions',
    'CreateStateMachine DeleteStateMachine DescribeExecution StartExecution StopExecution UpdateStateMachine',
  ],
  sts: ['AWS Security Token Service', 'AssumeRole GetFederationToken GetWebIdentityToken'],
  tag: ['Amazon Resource Group Tagging API', 'GetResources TagResources UntagResources'],
  textract: ['Amazon Textract', 'AnalyzeDocument AnalyzeExpense StartExpenseAnalysis'],
  xray: ['AWS X-Ray', 'GetSamplingRules PutEncryptionConfig'],
};
