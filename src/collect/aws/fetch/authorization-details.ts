import type { GetAccountAuthorizationDetailsResponse } from '@aws-sdk/client-iam';
import { duplicateKey } from '../../../iam/index.ts';
import type { AccountWork } from './account-work.ts';
import { allPages, ask, iamMarker } from './ask.ts';

const CALL = 'iam:GetAccountAuthorizationDetails';
/** Every kind there is: a kind left out would look as if the account had none of it. */
const FILTER = ['User', 'Role', 'Group', 'LocalManagedPolicy', 'AWSManagedPolicy'] as const;
const PAGE_SIZE = 1_000;
const DOCUMENTS: ReadonlySet<string> = new Set(['PolicyDocument', 'AssumeRolePolicyDocument', 'Document']);

export interface FoundPrincipal {
  readonly type: 'role' | 'user';
  readonly arn: string;
  readonly name: string;
  readonly uniqueId: string;
}

/** Users, roles, groups and policies of an account, as `aws iam get-account-authorization-details` prints them. */
export async function fetchAuthorizationDetails(work: AccountWork): Promise<boolean> {
  const wanted = { kind: 'authorization-details', path: authorizationDetailsPath(work) } as const;
  return work.fetch(wanted, async () => {
    const { GetAccountAuthorizationDetailsCommand } = await import('@aws-sdk/client-iam');
    const iam = await work.session.iam();
    const whole = {
      UserDetailList: [] as unknown[],
      GroupDetailList: [] as unknown[],
      RoleDetailList: [] as unknown[],
      Policies: [] as unknown[],
      IsTruncated: false,
    };
    await allPages(
      CALL,
      (Marker) => {
        const command = new GetAccountAuthorizationDetailsCommand({
          Filter: [...FILTER],
          MaxItems: PAGE_SIZE,
          ...(Marker !== undefined && { Marker }),
        });
        return ask(CALL, iam.send(command), ['IsTruncated']);
      },
      iamMarker(CALL),
      (page: GetAccountAuthorizationDetailsResponse) => {
        whole.UserDetailList.push(...(page.UserDetailList ?? []));
        whole.GroupDetailList.push(...(page.GroupDetailList ?? []));
        whole.RoleDetailList.push(...(page.RoleDetailList ?? []));
        whole.Policies.push(...(page.Policies ?? []));
      },
    );
    return withDocuments(whole);
  });
}

export function authorizationDetailsPath(work: AccountWork): string {
  return work.path('authorization-details.json');
}

/** Users and roles of a document that was fetched. */
export function principalsIn(document: unknown): readonly FoundPrincipal[] {
  const { UserDetailList, RoleDetailList } = document as GetAccountAuthorizationDetailsResponse;
  return [
    ...(UserDetailList ?? []).map(
      ({ Arn = '', UserName = '', UserId = '' }): FoundPrincipal => ({
        type: 'user',
        arn: Arn,
        name: UserName,
        uniqueId: UserId,
      }),
    ),
    ...(RoleDetailList ?? []).map(
      ({ Arn = '', RoleName = '', RoleId = '' }): FoundPrincipal => ({
        type: 'role',
        arn: Arn,
        name: RoleName,
        uniqueId: RoleId,
      }),
    ),
  ].sort((a, b) => (a.arn < b.arn ? -1 : 1));
}

/** The API gives documents as URL-encoded text; the AWS CLI prints them as JSON. What is no plain JSON stays text. */
function withDocuments(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withDocuments);
  if (value instanceof Date || typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [
      key,
      DOCUMENTS.has(key) && typeof field === 'string' ? decoded(field) : withDocuments(field),
    ]),
  );
}

function decoded(text: string): unknown {
  try {
    const json = decodeURIComponent(text);
    const document: unknown = JSON.parse(json);
    return duplicateKey(json) === null ? document : json;
  } catch {
    return text;
  }
}
