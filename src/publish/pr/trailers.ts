import type { ObservedBranch } from './decide.ts';
import type { GitRepository } from './git-repository.ts';
import { sha256, type Unit } from './unit.ts';

/** Ends every commit of ours: by it a later run knows its own work, unaltered, from anybody else's. */
export function withTrailers(text: string, { id, fingerprint }: Unit, content: string): string {
  const oneLine = id.replace(/[\p{Cc}\s]+/gu, ' ');
  return `${text.trimEnd()}\n\nParedown-Unit: ${oneLine}\nParedown-Fingerprint: ${fingerprint}\nParedown-Content: ${sha256(content)}\n`;
}

export interface Trailers {
  readonly unit: string;
  readonly fingerprint: string;
  readonly content: string;
}

/** The trailers at the end of a commit message, or null when it is not one of ours. */
export function trailersOf(message: string): Trailers | null {
  const match =
    /\nParedown-Unit: ([^\n]+)\nParedown-Fingerprint: ([0-9a-f]{64})\nParedown-Content: ([0-9a-f]{64})\n*$/.exec(
      message,
    );
  if (match === null) return null;
  const [, unit = '', fingerprint = '', content = ''] = match;
  return { unit, fingerprint, content };
}

/** A branch head judged: ours is one commit with our trailers, unaltered, on a commit of the base. */
export function judgeBranch(repository: GitRepository, head: string, base: string): ObservedBranch {
  const foreign: ObservedBranch = { ours: false, fingerprint: null, current: false };
  const { parents, message } = repository.commitInfo(head);
  const trailers = trailersOf(`\n${message}`);
  const [parent] = parents;
  if (trailers === null || parent === undefined || parents.length > 1) return foreign;
  const content = repository.contentOf(parent, head);
  if (sha256(content) !== trailers.content || !repository.contains(base, parent)) return foreign;
  const old = repository.files(parent);
  const now = repository.files(base);
  const paths = content.split('\n').map((line) => line.slice(0, line.lastIndexOf('\t')));
  const current = paths.every((path) => old.get(path)?.oid === now.get(path)?.oid);
  return { ours: true, fingerprint: trailers.fingerprint, current };
}
