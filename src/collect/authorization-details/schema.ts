import { z } from 'zod';
import { timeSchema as time } from '../files/time-schema.ts';

/** Only the fields used of GetAccountAuthorizationDetails (IAM API reference); everything else is tolerated. */

const list = <T extends z.ZodType>(item: T) =>
  z
    .array(item)
    .nullish()
    .transform((value) => value ?? []);

const arn = z.string().regex(/^arn:[^:]*:[^:]*:[^:]*:[^:]*:./, 'is not an ARN');
const text = z.string().min(1, 'is empty');
const count = z
  .number()
  .nullish()
  .transform((value) => value ?? null);

const tags = list(z.object({ Key: z.string(), Value: z.string() }));
const inlinePolicies = list(z.object({ PolicyName: text, PolicyDocument: z.unknown().optional() }));
const attachedPolicies = list(z.object({ PolicyArn: arn, PolicyName: text.optional() }));
const boundary = z
  .object({ PermissionsBoundaryArn: arn })
  .nullish()
  .transform((value) => value?.PermissionsBoundaryArn ?? null);

export const userDetail = z.object({
  Arn: arn,
  UserId: text,
  UserName: text,
  Path: z.string().default('/'),
  CreateDate: time,
  PasswordLastUsed: time,
  Tags: tags,
  GroupList: list(z.string()),
  UserPolicyList: inlinePolicies,
  AttachedManagedPolicies: attachedPolicies,
  PermissionsBoundary: boundary,
});
export type UserDetail = z.infer<typeof userDetail>;

export const roleDetail = z.object({
  Arn: arn,
  RoleId: text,
  RoleName: text,
  Path: z.string().default('/'),
  CreateDate: time,
  AssumeRolePolicyDocument: z.unknown().optional(),
  Tags: tags,
  RolePolicyList: inlinePolicies,
  AttachedManagedPolicies: attachedPolicies,
  PermissionsBoundary: boundary,
  InstanceProfileList: list(z.object({ Arn: arn })),
  RoleLastUsed: z
    .object({ LastUsedDate: time, Region: z.string().nullish() })
    .nullish()
    .transform((value) => value ?? null),
});
export type RoleDetail = z.infer<typeof roleDetail>;

export const groupDetail = z.object({
  Arn: arn,
  GroupId: text,
  GroupName: text,
  CreateDate: time,
  GroupPolicyList: inlinePolicies,
  AttachedManagedPolicies: attachedPolicies,
});
export type GroupDetail = z.infer<typeof groupDetail>;

const managedPolicy = z.object({
  Arn: arn,
  PolicyName: text.optional(),
  PolicyId: z.string().optional(),
  DefaultVersionId: z.string().optional(),
  AttachmentCount: count,
  PermissionsBoundaryUsageCount: count,
  CreateDate: time,
  UpdateDate: time,
  PolicyVersionList: list(
    z.object({
      VersionId: text,
      IsDefaultVersion: z.boolean().default(false),
      CreateDate: time,
      Document: z.unknown().optional(),
    }),
  ),
});
/** The API does not promise the name (ManagedPolicyDetail); it is the end of the ARN. */
export const managedPolicyDetail = managedPolicy.transform(({ PolicyName, ...detail }) => ({
  ...detail,
  PolicyName: PolicyName ?? detail.Arn.slice(detail.Arn.lastIndexOf('/') + 1),
}));
export type ManagedPolicyDetail = z.infer<typeof managedPolicyDetail>;

export const authorizationDetailsPage = z.object({
  UserDetailList: list(userDetail),
  GroupDetailList: list(groupDetail),
  RoleDetailList: list(roleDetail),
  Policies: list(managedPolicyDetail),
  IsTruncated: z.boolean().nullish(),
});
export type AuthorizationDetailsPage = z.infer<typeof authorizationDetailsPage>;
