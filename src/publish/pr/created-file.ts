import { posix } from 'node:path';
import type { JsonObject } from '../../domain/json.ts';
import type { PolicyChange } from '../../domain/recommendation.ts';
import { matchDocument } from '../edit/match-document.ts';
import { readPolicyFile } from '../edit/read-policy-file.ts';
import { SourceSyntaxError } from '../edit/source-syntax-error.ts';
import { policyName } from './locate.ts';
import type { LocatedSite } from './located-file.ts';

/** A policy of the same unit that a file of the repository holds. */
export interface Sibling {
  readonly change: PolicyChange;
  readonly site: LocatedSite;
}

/**
 * The policy that a created one stands beside: its name begins with that one's (`deploy` and `deploy-paredown-deny`).
 * A name that was cut says nothing; then an only sibling is the one.
 */
export function siblingOf(created: PolicyChange, siblings: readonly Sibling[]): Sibling | null {
  const name = policyName(created);
  const [longest] = siblings
    .filter(({ change }) => name.startsWith(`${policyName(change)}-`))
    .toSorted((a, b) => policyName(b.change).length - policyName(a.change).length);
  const [only] = siblings;
  return longest ?? (siblings.length === 1 ? (only ?? null) : null);
}

/** Whether the document is the file: then another file can stand beside it. */
export const isWholeFile = ({ path, removal }: LocatedSite): boolean =>
  removal === 'file' && path.endsWith('.json');

/** Where a created document goes beside the file of its sibling. */
export const besidePath = ({ path }: LocatedSite, fileName: string): string =>
  posix.join(posix.dirname(path), fileName);

/** The document with the line breaks and the indentation of another file. */
export function writtenLike(document: JsonObject, like: string): string {
  const indent = /\n([ \t]+)\S/.exec(like)?.[1] ?? 2;
  const text = JSON.stringify(document, null, indent);
  const end = like.endsWith('\n') || like === '' ? '\n' : '';
  return like.includes('\r\n') ? `${text}${end}`.replaceAll('\n', '\r\n') : `${text}${end}`;
}

/** Whether a file is the document, however it is written. */
export function means(path: string, text: string, document: JsonObject): boolean {
  try {
    const [site, ...others] = readPolicyFile(path, text).sites;
    if (site?.source == null || others.length > 0) return false;
    return matchDocument(site.source.document, document).same;
  } catch (error) {
    if (!(error instanceof SourceSyntaxError)) throw error;
    return false;
  }
}
