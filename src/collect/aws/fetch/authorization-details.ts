import type { GetAccountAuthorizationDetailsResponse } from '@aws-sdk/client-iam';
import { duplicateKey } from '../../../iam/index.ts';
import { awsError } from '../aws-error.ts';
import type { KeptPage, UnfinishedPages } from '../snapshot/unfinished-pages.ts';
import type { AccountWork } from './account-work.ts';
import { allPages, ask, FailedCall, iamMarker } from './ask.ts';

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

/**
 * Users, roles, groups and policies of an account, as `aws iam get-account-authorization-details` prints them. A
 * collection that broke off goes on after the last page it has; where AWS does not take its marker, it begins anew.
 */
export async function fetchAuthorizationDetails(work: AccountWork): Promise<boolean> {
  const wanted = { kind: 'authorization-details', path: authorizationDetailsPath(work) } as const;
  return work.fetch(wanted, async () => {
    const store = work.snapshot.pagesOf(wanted.path);
    const kept = store.read();
    const pages = await remainingPages(work, store, kept).catch((error: unknown) => {
      if (!isRefusal(error)) throw error;
      store.discard();
      if (kept.length === 0) throw error;
      return remainingPages(work, store, []);
    });
    const list = (name: (typeof LISTS)[number]) => pages.flatMap((page) => page[name] ?? []);
    return withDocuments({
      UserDetailList: list('UserDetailList'),
      GroupDetailList: list('GroupDetailList'),
      RoleDetailList: list('RoleDetailList'),
      Policies: list('Policies'),
      IsTruncated: false,
    });
  });
}

const LISTS = ['UserDetailList', 'GroupDetailList', 'RoleDetailList', 'Policies'] as const;
type Page = Partial<Record<(typeof LISTS)[number], readonly unknown[]>>;

/** Every page; those after `kept` are fetched, and kept for the next run until the document is written. */
async function remainingPages(
  work: AccountWork,
  store: UnfinishedPages,
  kept: readonly KeptPage[],
): Promise<readonly Page[]> {
  const { GetAccountAuthorizationDetailsCommand } = await import('@aws-sdk/client-iam');
  const iam = await work.session.iam();
  const pages = kept.map(({ page }) => page as Page);
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
    (answer: GetAccountAuthorizationDetailsResponse, next) => {
      const page: Page = Object.fromEntries(LISTS.map((name) => [name, answer[name] ?? []]));
      pages.push(page);
      if (next !== undefined) store.keep({ next, page });
    },
    kept.map(({ next }) => next),
  );
  return pages;
}

/** AWS answered wrongly, or does not take what it is asked: the pages before may be as wrong, or their marker too old. */
function isRefusal(error: unknown): boolean {
  const cause = error instanceof FailedCall ? error.cause : error;
  const { kind } = awsError(cause);
  const isClientFault = (cause as { readonly $fault?: unknown } | null)?.$fault === 'client';
  return kind === 'malformed' || (kind === 'service' && isClientFault);
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
