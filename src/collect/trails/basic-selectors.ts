import type { DataSelector, ManagementSelector } from '../../domain/facts.ts';
import type { BasicSelector } from './schema.ts';

export interface Selection {
  readonly management: ManagementSelector | null;
  readonly data: readonly DataSelector[];
}

/** Maps `EventSelectors` (CloudTrail API reference, EventSelector and DataResource). */
export function basicSelection(selectors: readonly BasicSelector[]): Selection {
  return {
    management: mergeManagement(
      selectors
        .filter(({ IncludeManagementEvents }) => IncludeManagementEvents)
        .map((selector) => ({
          ...readWrite(selector),
          excludedSources: selector.ExcludeManagementEventSources,
        })),
    ),
    data: selectors.flatMap((selector) =>
      selector.DataResources.filter(({ Values }) => Values.length > 0).map(
        ({ Type, Values }): DataSelector => ({
          resourceType: Type,
          resources: Values.some(isWholeService) ? [] : Values.map((value) => pattern(Type, value)).sort(),
          ...readWrite(selector),
          eventNames: [],
          undecidable: Values.some(hasWildcard) ? 'a value with a wildcard character' : null,
        }),
      ),
    ),
  };
}

/**
 * One selector for all: what any of them logs. An exclusion of one counts for all, because the domain keeps no
 * exclusion per read and write; that claims less than was logged, never more.
 */
export function mergeManagement(selectors: readonly ManagementSelector[]): ManagementSelector | null {
  if (selectors.length === 0) return null;
  return {
    read: selectors.some(({ read }) => read),
    write: selectors.some(({ write }) => write),
    excludedSources: [...new Set(selectors.flatMap(({ excludedSources }) => excludedSources))].sort(),
  };
}

export function hasWildcard(value: string): boolean {
  return /[*?]/.test(value);
}

function readWrite({ ReadWriteType }: BasicSelector): { read: boolean; write: boolean } {
  return { read: ReadWriteType !== 'WriteOnly', write: ReadWriteType !== 'ReadOnly' };
}

/** `arn:aws:s3`, `arn:aws:lambda`, `arn:aws:dynamodb` and `arn:aws:s3:::` stand for all resources of the type. */
function isWholeService(value: string): boolean {
  return /^arn:[^:]+:[^:]+:*$/.test(value);
}

/** S3 values are prefixes (`arn:aws:s3:::bucket/` logs the whole bucket); the others name one resource. */
function pattern(type: string, value: string): string {
  return type === 'AWS::S3::Object' ? `${value}*` : value;
}
