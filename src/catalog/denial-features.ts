import type { FeatureDefinition } from './feature-definition.ts';

/** What AWS itself says about a denial (IAM user guide, Troubleshoot access denied error messages). */
export const DENIAL_FEATURES = [
  {
    name: 'denied-action',
    description: 'The action that AWS says was denied, where the message names it.',
    tests: [
      {
        test: 'captures',
        path: ['errorMessage'],
        pattern: 'not authorized to perform:? +"?([A-Za-z0-9-]{1,64}:[A-Za-z0-9]{1,128})',
      },
      {
        test: 'captures',
        path: ['errorMessage'],
        pattern: 'because no [a-z -]{1,40} allows the ([A-Za-z0-9-]{1,64}:[A-Za-z0-9]{1,128}) action',
      },
    ],
  },
  {
    name: 'denied-by',
    description: 'The kind of policy that AWS says denied the call.',
    tests: [
      ['scp', 'service control policy'],
      ['rcp', 'resource control policy'],
      ['identity-policy', 'identity-based policy'],
      ['resource-policy', 'resource-based policy'],
      ['boundary', 'permissions boundary'],
      ['session-policy', 'session policy'],
      ['vpc-endpoint-policy', 'VPC endpoint policy'],
    ].map(([value = '', phrase = '']) => ({
      test: 'matches' as const,
      path: ['errorMessage'] as const,
      pattern: `(?:explicit deny in an? |because no )${phrase}`,
      value,
    })),
  },
] as const satisfies readonly FeatureDefinition[];
