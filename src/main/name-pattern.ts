import { matchesResource } from '../iam/index.ts';

/** A test of names against a pattern with `*` and `?`, as in IAM. */
export function createMatcher(pattern: string): (name: string) => boolean {
  return (name) => matchesResource(pattern, name);
}
