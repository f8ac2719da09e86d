import type { Element } from '../domain/policy.ts';
import { includesIntersection, type LanguageOptions, matchResource } from '../iam/index.ts';

/** A set of strings: those that match every `inside` pattern and no `outside` pattern. */
export interface Region {
  readonly inside: readonly string[];
  readonly outside: readonly string[];
}

/** Actions compare without case and hold no policy variables; resources are read as Version 2012-10-17 (see clause.ts). */
export const ACTIONS: LanguageOptions = { caseInsensitive: true };
export const RESOURCES: LanguageOptions = { caseInsensitive: false, version: '2012-10-17' };

export interface Member {
  readonly text: string;
  /** False when the search for a member was given up: the region may be empty, which must be taken as "it is not". */
  readonly certain: boolean;
}

/** Some string of the region, or null when it is empty (decided exactly, as languages). */
export function memberOf(region: Region, language: LanguageOptions): Member | null {
  const result = includesIntersection(region.outside, region.inside, language);
  if (result.included) return null;
  return {
    text: (language === RESOURCES ? legibleMember(region) : null) ?? result.witness,
    certain: !result.undecided,
  };
}

/** A pattern matches its own text, and people read `arn:aws:s3:::*` better than `arn:aws:s3:::x`. */
function legibleMember({ inside, outside }: Region): string | null {
  const [text, ...others] = inside;
  if (text === undefined || others.length > 0 || text.includes('${')) return null;
  return (text === '*' || text.startsWith('arn:')) &&
    outside.every((pattern) => matchResource(pattern, text) === 'no')
    ? text
    : null;
}

/** The element as regions whose union it is: one a pattern, or everything but the patterns of a `Not*` element. */
export function regionsOf(element: Element): readonly Region[] {
  if (element.negated) return [{ inside: ['*'], outside: element.patterns }];
  return element.patterns.map((pattern) => ({ inside: [pattern], outside: [] }));
}

/** What of a region the element leaves over, as regions whose union it is. */
export function without(region: Region, element: Element): readonly Region[] {
  if (element.negated) {
    return element.patterns.map((pattern) => within(region, pattern));
  }
  return [{ inside: region.inside, outside: [...region.outside, ...element.patterns] }];
}

export function within(region: Region, pattern: string): Region {
  if (region.inside.includes(pattern)) return region;
  const inside = region.inside.filter((known) => known !== '*');
  return { inside: [...inside, pattern], outside: region.outside };
}
