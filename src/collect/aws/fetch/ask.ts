import { MalformedAnswer } from '../aws-error.ts';

/** A call that failed, with the name that IAM policies and people know it by, e.g. `iam:ListAccessKeys`. */
export class FailedCall extends Error {
  override readonly name = 'FailedCall';
  readonly call: string;

  constructor(call: string, cause: unknown) {
    super(`${call} failed`, { cause });
    this.call = call;
  }
}

/**
 * Waits for an answer and looks whether it is one: an empty or foreign body parses to an answer without fields, and
 * taken as such it would say "there is nothing".
 *
 * @param required fields that AWS always sends
 * @throws FailedCall
 */
export async function ask<Answer extends object, Field extends keyof Answer & string>(
  call: string,
  answer: Promise<Answer>,
  required: readonly Field[],
): Promise<Answer & { readonly [F in Field]-?: NonNullable<Answer[F]> }> {
  try {
    const given = await answer;
    const missing = required.find((field) => given[field] === undefined || given[field] === null);
    if (missing !== undefined) throw new MalformedAnswer(`the answer has no ${missing}`);
    return given as Answer & { readonly [F in Field]-?: NonNullable<Answer[F]> };
  } catch (error) {
    throw error instanceof FailedCall ? error : new FailedCall(call, error);
  }
}

/**
 * Far beyond what AWS lets an account have: 10 million entries of the largest list, which an account's IAM details are,
 * 1,000 a page.
 */
export const MOST_PAGES = 10_000;

/**
 * Every page of a list. A marker that comes back a second time would go round for ever, or leave pages out; markers that
 * are always new would never end.
 *
 * @param next the marker of the page that follows, undefined after the last one
 * @param take takes in a page, and the marker of the one after it
 * @param before markers of pages that are there already, in order: the last of them is asked first
 * @param most pages, those before included
 * @throws FailedCall
 */
export async function allPages<Page>(
  call: string,
  fetch: (marker: string | undefined) => Promise<Page>,
  next: (page: Page) => string | undefined,
  take: (page: Page, marker: string | undefined) => void,
  before: readonly string[] = [],
  most = MOST_PAGES,
): Promise<void> {
  const seen = new Set<string>(before);
  let marker = before.at(-1);
  do {
    const page = await fetch(marker);
    marker = next(page);
    if (marker !== undefined && seen.has(marker)) {
      throw new FailedCall(call, new MalformedAnswer('a page names a marker that was there before'));
    }
    if (marker !== undefined) seen.add(marker);
    if (seen.size >= most) {
      throw new FailedCall(
        call,
        new MalformedAnswer(`page ${most} names yet another one: the list does not end`),
      );
    }
    take(page, marker);
  } while (marker !== undefined);
}

/** The marker of IAM's lists: `IsTruncated` without one is half an answer. */
export function iamMarker(call: string) {
  return (page: { readonly IsTruncated?: boolean | undefined; readonly Marker?: string | undefined }) => {
    if (page.IsTruncated !== true) return undefined;
    if (page.Marker === undefined || page.Marker === '') {
      throw new FailedCall(call, new MalformedAnswer('a page says IsTruncated and names no Marker'));
    }
    return page.Marker;
  };
}
