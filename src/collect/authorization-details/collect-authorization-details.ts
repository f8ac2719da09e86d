import type { InputRecord, Unreadable } from '../../domain/collected.ts';
import { UserError } from '../../domain/errors.ts';
import type { Policy } from '../../domain/policy.ts';
import type { Principal } from '../../domain/principal.ts';
import { parseArn } from '../../iam/index.ts';
import { checkShape } from '../files/check-shape.ts';
import { describeJson } from '../files/describe-json.ts';
import { inputDigest } from '../files/input-digest.ts';
import { listInput } from '../files/list-input.ts';
import { readJsonFiles, unwrapRecording, wholeValues } from '../files/read-json.ts';
import { DocumentReader } from './document-reader.ts';
import { type Conflict, type Described, mergeDescriptions } from './merge-descriptions.ts';
import { PolicyStore } from './policy-store.ts';
import { groupKey, roleOf, userOf } from './principals.ts';
import { type AuthorizationDetailsPage, authorizationDetailsPage } from './schema.ts';

export interface CollectedGrants {
  readonly principals: readonly Principal[];
  readonly policies: ReadonlyMap<string, Policy>;
  readonly inputs: readonly InputRecord[];
  readonly unreadable: readonly Unreadable[];
}

const EXPECTED = 'the output of `aws iam get-account-authorization-details`';
const LISTS = ['UserDetailList', 'GroupDetailList', 'RoleDetailList', 'Policies'] as const;

/**
 * Reads account authorization details: one file, several pages (files, a list, or one after the other), several
 * accounts.
 *
 * @throws UserError naming file and JSON path: grants that are not known whole must not be judged.
 */
export async function collectAuthorizationDetails(typed: readonly string[]): Promise<CollectedGrants> {
  const pages: Described<AuthorizationDetailsPage>[] = [];
  const inputs: InputRecord[] = [];
  const unreadable: Unreadable[] = [];
  for (const path of typed) {
    const input = await readInput(path);
    pages.push(...input.pages);
    inputs.push(input.record);
    if (input.isCutShort) {
      unreadable.push(
        gap(
          path,
          'its last page says IsTruncated: principals, groups or policies are missing; fetch the pages that follow',
          null,
        ),
      );
    }
  }
  const { principals, policies, conflicts } = build(pages);
  for (const { arn, locations, reason } of conflicts) {
    unreadable.push(gap(locations.join(', '), reason, parseArn(arn)?.account ?? null));
  }
  return { principals, policies, inputs, unreadable };
}

async function readInput(path: string) {
  const listing = await listInput(path);
  const hashes = new Map<string, string | null>();
  const pages: Described<AuthorizationDetailsPage>[] = [];
  for await (const file of readJsonFiles(listing, EXPECTED)) {
    const { location } = file.file;
    hashes.set(location, file.sha256);
    for (const detail of pagesOf(wholeValues(file, EXPECTED), location)) pages.push({ detail, location });
  }
  const flags = pages.map(({ detail }) => detail.IsTruncated ?? false);
  const arns = pages.flatMap(({ detail }) =>
    [...detail.UserDetailList, ...detail.RoleDetailList].map(({ Arn }) => Arn),
  );
  const record: InputRecord = {
    kind: 'authorization-details',
    location: path,
    sha256: inputDigest(listing, hashes),
    records: new Set(arns).size,
  };
  return { pages, record, isCutShort: flags.length > 0 && flags.every((flag) => flag) };
}

function pagesOf(values: readonly unknown[], location: string): AuthorizationDetailsPage[] {
  return values.flat().map((recorded) => {
    const value = unwrapRecording(recorded);
    const isPage =
      typeof value === 'object' && value !== null && LISTS.some((list) => Object.hasOwn(value, list));
    if (!isPage) throw new UserError(`${location} looks like ${describeJson(value)}. Expected ${EXPECTED}.`);
    return checkShape(authorizationDetailsPage, value, location);
  });
}

function build(pages: readonly Described<AuthorizationDetailsPage>[]) {
  const each = <T>(select: (page: AuthorizationDetailsPage) => readonly T[]): Described<T>[] =>
    pages.flatMap(({ detail, location }) => select(detail).map((item) => ({ detail: item, location })));
  const created = ({ CreateDate }: { readonly CreateDate: string | null }) => CreateDate;
  const users = mergeDescriptions(
    each((page) => page.UserDetailList),
    {
      uniqueId: ({ UserId }) => UserId,
      changed: created,
      stable: ({ PasswordLastUsed: _, ...rest }) => rest,
    },
  );
  const roles = mergeDescriptions(
    each((page) => page.RoleDetailList),
    { uniqueId: ({ RoleId }) => RoleId, changed: created, stable: ({ RoleLastUsed: _, ...rest }) => rest },
  );
  const groups = mergeDescriptions(
    each((page) => page.GroupDetailList),
    { uniqueId: ({ GroupId }) => GroupId, changed: created, stable: (detail) => detail },
  );
  const managed = mergeDescriptions(
    each((page) => page.Policies),
    {
      uniqueId: ({ PolicyId, Arn }) => PolicyId ?? Arn,
      changed: ({ UpdateDate, CreateDate }) => UpdateDate ?? CreateDate,
      // The counts of an AWS managed policy are per account, so exports of two accounts differ in them.
      stable: ({ AttachmentCount: _, PermissionsBoundaryUsageCount: __, ...rest }) => rest,
    },
  );
  const documents = new DocumentReader();
  const store = new PolicyStore(documents);
  for (const detail of managed.kept) store.addManaged(detail);
  const groupsByName = new Map(
    groups.kept.map((group) => [groupKey(parseArn(group.Arn)?.account ?? '', group.GroupName), group]),
  );
  for (const group of groups.kept)
    store.attach(group.Arn, group.GroupPolicyList, group.AttachedManagedPolicies, null);
  const principals = [
    ...users.kept.map((detail) => userOf(detail, store, groupsByName)),
    ...roles.kept.map((detail) => roleOf(detail, store, documents)),
  ].sort((a, b) => (a.arn < b.arn ? -1 : 1));
  const conflicts: Conflict[] = [users, roles, groups, managed].flatMap((merged) => merged.conflicts);
  return { principals, policies: store.policies, conflicts };
}

function gap(location: string, reason: string, account: string | null): Unreadable {
  return { kind: 'authorization-details', location, reason, account, region: null, day: null };
}
