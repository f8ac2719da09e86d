import type { Json, JsonObject } from '../../src/domain/json.ts';
import { GITHUB_PROVIDER } from './world.ts';

/** Short forms for writing policy documents as tables. Scalars stay scalars and lists stay lists, as people write both. */
export const policy = (...statements: readonly JsonObject[]): JsonObject => ({
  Version: '2012-10-17',
  Statement: statements,
});

export const allow = (
  sid: string,
  action: Json,
  resource: Json = '*',
  condition?: JsonObject,
): JsonObject => ({
  Sid: sid,
  Effect: 'Allow',
  Action: action,
  Resource: resource,
  ...(condition === undefined ? {} : { Condition: condition }),
});

export const deny = (
  sid: string,
  action: Json,
  resource: Json = '*',
  condition?: JsonObject,
): JsonObject => ({
  ...allow(sid, action, resource, condition),
  Effect: 'Deny',
});

/** Trust policy of a role: who may assume it. */
export const trust = (
  principal: JsonObject,
  condition?: JsonObject,
  action: Json = 'sts:AssumeRole',
): JsonObject =>
  policy({
    Effect: 'Allow',
    Principal: principal,
    Action: action,
    ...(condition === undefined ? {} : { Condition: condition }),
  });

export const trustService = (service: string, condition?: JsonObject): JsonObject =>
  trust({ Service: `${service}.amazonaws.com` }, condition);

/** Trust of GitHub Actions in an account: `sub` names the repositories, and without it any may assume the role. */
export const trustGithub = (account: string, subject?: string): JsonObject =>
  trust(
    { Federated: `arn:aws:iam::${account}:oidc-provider/${GITHUB_PROVIDER}` },
    {
      StringEquals: {
        [`${GITHUB_PROVIDER}:aud`]: 'sts.amazonaws.com',
        ...(subject === undefined ? {} : { [`${GITHUB_PROVIDER}:sub`]: subject }),
      },
    },
    'sts:AssumeRoleWithWebIdentity',
  );
