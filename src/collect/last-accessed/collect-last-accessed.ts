import type { InputRecord, Unreadable } from '../../domain/collected.ts';
import { UserError } from '../../domain/errors.ts';
import type { LastAccessedReport } from '../../domain/facts.ts';
import type { Principal } from '../../domain/principal.ts';
import { parseArn } from '../../iam/index.ts';
import { describeJson } from '../files/describe-json.ts';
import { inputDigest } from '../files/input-digest.ts';
import { type InputListing, listInput } from '../files/list-input.ts';
import { readJsonFiles, unwrapRecording } from '../files/read-json.ts';
import { PrincipalsByFileName } from './match-principal.ts';
import { type FoundPage, mergePages } from './merge-pages.ts';
import { lastAccessedPage } from './schema.ts';

export interface CollectedLastAccessed {
  readonly reports: readonly LastAccessedReport[];
  readonly inputs: readonly InputRecord[];
  readonly unreadable: readonly Unreadable[];
}

const EXPECTED = 'the output of `aws iam get-service-last-accessed-details`';

/** Where a report's principal may stand beside the response, which itself does not name it. */
const ARN_FIELDS = ['Arn', 'arn', 'EntityArn', 'PrincipalArn'] as const;

/**
 * Reads last-accessed reports: a file each, several in one file (list or JSON Lines), or pages of one. A report that
 * is not complete, or whose principal is not certain, is unreadable with the reason: never guessed.
 *
 * @throws UserError when an input holds no report at all.
 */
export async function collectLastAccessed(
  typed: readonly string[],
  principals: readonly Principal[],
): Promise<CollectedLastAccessed> {
  const byFileName = new PrincipalsByFileName(principals);
  const pages: FoundPage[] = [];
  const inputs: InputRecord[] = [];
  const unreadable: Unreadable[] = [];
  for (const path of typed) {
    const listing = await listInput(path);
    const found = await readInput(listing, byFileName);
    pages.push(...found.pages);
    unreadable.push(...found.unreadable);
    const reports = mergePages(found.pages).reports;
    inputs.push({
      kind: 'last-accessed',
      location: path,
      sha256: inputDigest(listing, found.hashes),
      records: reports.length,
    });
  }
  const merged = mergePages(pages);
  return { reports: merged.reports, inputs, unreadable: [...unreadable, ...merged.unreadable] };
}

async function readInput(listing: InputListing, byFileName: PrincipalsByFileName) {
  const pages: FoundPage[] = [];
  const unreadable: Unreadable[] = [];
  const hashes = new Map<string, string | null>();
  const strangers: string[] = [];
  for await (const { file, sha256, content } of readJsonFiles(listing, EXPECTED)) {
    const { location } = file;
    hashes.set(location, sha256);
    if (content.kind === 'unreadable') {
      unreadable.push(unreadableReport(location, content.reason));
      continue;
    }
    for (const line of content.brokenLines) {
      unreadable.push(unreadableReport(`${location}:${line}`, 'is not valid JSON'));
    }
    const fileName = location.split('/').at(-1) ?? location;
    for (const value of content.values.flatMap((placed) => placed.value)) {
      const page = readPage(unwrapRecording(value), location, () => byFileName.match(fileName));
      if ('page' in page) pages.push(page);
      else unreadable.push(page);
      if ('isStranger' in page) strangers.push(page.reason);
    }
  }
  const reports = pages.length + unreadable.length - strangers.length;
  const [stranger] = strangers;
  if (reports === 0) {
    throw new UserError(`${listing.typed} ${stranger ?? 'holds no report'}. Expected ${EXPECTED}.`);
  }
  return {
    pages,
    unreadable: unreadable.map(({ kind, location, reason, account, region, day }) => ({
      kind,
      location,
      reason,
      account,
      region,
      day,
    })),
    hashes,
  };
}

type ReadPage = FoundPage | Unreadable | (Unreadable & { readonly isStranger: true });

function readPage(
  value: unknown,
  location: string,
  matchFileName: () => ReturnType<PrincipalsByFileName['match']>,
): ReadPage {
  const isReport =
    typeof value === 'object' && value !== null && ('ServicesLastAccessed' in value || 'JobStatus' in value);
  if (!isReport) {
    return {
      ...unreadableReport(location, `looks like ${describeJson(value)}, not a report`),
      isStranger: true,
    };
  }
  const fields = value as Readonly<Record<string, unknown>>;
  const named = ARN_FIELDS.map((field) => fields[field]).find((arn) => typeof arn === 'string');
  const match = typeof named === 'string' ? { arn: named, problem: null } : matchFileName();
  if (match.arn === null) return unreadableReport(location, match.problem);
  const arn = parseArn(match.arn);
  if (arn?.service !== 'iam' || !/^(?:role|user)\//.test(arn.resource)) {
    return unreadableReport(location, `is about ${match.arn}, which is neither a role nor a user`);
  }
  const parsed = lastAccessedPage.safeParse(value);
  const fail = (reason: string): Unreadable => unreadableReport(location, reason, arn.account);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return fail(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'has an unexpected form'}`);
  }
  const { JobStatus: status = 'COMPLETED', Error: error } = parsed.data;
  if (status !== 'COMPLETED') {
    return fail(
      `JobStatus is ${status}${error === null ? '' : ` (${error})`}; fetch it again when the job is COMPLETED`,
    );
  }
  if (parsed.data.JobCompletionDate === null && parsed.data.JobCreationDate === null) {
    return fail('has neither JobCompletionDate nor JobCreationDate, so what it proves has no date');
  }
  return { page: parsed.data, principalArn: match.arn, location };
}

export function unreadableReport(
  location: string,
  reason: string,
  account: string | null = null,
): Unreadable {
  return { kind: 'last-accessed', location, reason, account, region: null, day: null };
}
