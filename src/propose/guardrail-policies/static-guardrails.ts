import type { Collected } from '../../domain/collected.ts';
import type { GuardrailStatement } from './guardrail.ts';

const PHANTOM_USER = /^(AeaApiKey|BedrockAPIKey)-/;
/** Services whose long-term API keys are service-specific credentials (IAM User Guide, id_credentials_api_keys). */
const KEY_SERVICES = ['aws-external-anthropic.amazonaws.com', 'bedrock.amazonaws.com'];
/** Namespaces with a condition key for the kind of bearer token (service authorization reference), and a name for each. */
const TOKEN_NAMESPACES = {
  'aws-external-anthropic': 'Claude',
  bedrock: 'Bedrock',
  'bedrock-mantle': 'BedrockMantle',
} as const;

/** The console makes these users silently; without the credential and the user there is no long-term key. */
export function noStaticAiCredentials({ principals }: Collected): readonly GuardrailStatement[] {
  const phantoms = principals.filter(({ type, name }) => type === 'user' && PHANTOM_USER.test(name));
  const basis =
    phantoms.length === 0
      ? 'no such user is in the account details: it keeps it so'
      : `users of this kind: ${phantoms.map(({ name }) => name).join(', ')}`;
  return [
    {
      sid: 'NoLongTermAiKeys',
      explanation: 'Nobody creates or renews a long-term API key of the Claude Platform or Bedrock.',
      basis,
      statement: {
        Effect: 'Deny',
        Action: ['iam:CreateServiceSpecificCredential'],
        Resource: '*',
        Condition: { StringEquals: { 'iam:ServiceSpecificCredentialServiceName': KEY_SERVICES } },
      },
    },
    {
      sid: 'NoApiKeyUsers',
      explanation:
        'The users that the console makes for such keys cannot be made, and get no access keys or password.',
      basis,
      statement: {
        Effect: 'Deny',
        Action: [
          'iam:CreateUser',
          'iam:CreateAccessKey',
          'iam:CreateLoginProfile',
          'iam:ResetServiceSpecificCredential',
        ],
        Resource: ['arn:aws:iam::*:user/AeaApiKey-*', 'arn:aws:iam::*:user/BedrockAPIKey-*'],
      },
    },
  ];
}

export function noLongTermTokens({ usage }: Collected): readonly GuardrailStatement[] {
  return Object.entries(TOKEN_NAMESPACES).map(([namespace, service]) => {
    const rows = (usage?.activity ?? []).filter(({ eventSource }) => eventSource.startsWith(`${namespace}.`));
    const calls = (feature: string): number =>
      rows.reduce((sum, { features, calls: made }) => sum + (features.includes(feature) ? made : 0), 0);
    return {
      sid: `NoLongTermTokens${service}`,
      explanation:
        'A long-term bearer token is refused; short-term ones, which end with their session, still work.',
      basis: `${calls('bearer-token')} calls with a bearer token in the window, ${calls('bearer-token=LONG_TERM')} of them with one the log calls long-term`,
      statement: {
        Effect: 'Deny',
        Action: [`${namespace}:CallWithBearerToken`],
        Resource: '*',
        Condition: { StringEquals: { [`${namespace}:BearerTokenType`]: 'LONG_TERM' } },
      },
    };
  });
}

export function keepLoggingOn({ trails }: Collected): readonly GuardrailStatement[] {
  const arns = (trails ?? []).map(({ arn }) => arn).sort();
  return [
    {
      sid: 'KeepTrails',
      explanation:
        'No account of the organisation stops, deletes or narrows a trail: without it nothing here could be judged.',
      basis: arns.length === 0 ? 'no trail description was given: every trail' : `trails: ${arns.join(', ')}`,
      statement: {
        Effect: 'Deny',
        Action: [
          'cloudtrail:DeleteTrail',
          'cloudtrail:PutEventSelectors',
          'cloudtrail:StopLogging',
          'cloudtrail:UpdateTrail',
        ],
        Resource: arns.length === 0 ? '*' : arns,
      },
    },
    {
      sid: 'KeepModelLogging',
      explanation: 'Model invocation logging stays on once it is.',
      basis: 'what agents asked models is in these logs only',
      statement: {
        Effect: 'Deny',
        Action: ['bedrock:DeleteModelInvocationLoggingConfiguration'],
        Resource: '*',
      },
    },
  ];
}
