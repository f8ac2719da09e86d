import type { Assessment, AssessmentChange } from './assessment-schema.ts';
import { fileNames } from './file-names.ts';

/** Where the two documents of a change stand in the out folder. */
export interface PolicyPaths {
  readonly change: AssessmentChange;
  /** `policies/<account>/<principal>/<policy>`, without `.before.json` or `.after.json`. */
  readonly base: string;
}

/**
 * The changes that may be applied, each with its place. Only verified ones: a document in this folder is there to be
 * taken, and one that failed a check must not be.
 */
export function policyPaths({ recommendations }: Assessment): readonly PolicyPaths[] {
  const changes = recommendations
    .filter(({ status }) => status === 'verified')
    .flatMap(({ id, changes }) =>
      changes.map((change, index) => ({ change, holder: change.target ?? SHARED, id, index })),
    )
    .map((entry) => ({
      ...entry,
      account: accountOf(entry.change.target ?? entry.change.policyId),
      key: JSON.stringify([entry.holder, entry.id, entry.change.policyId, entry.change.kind, entry.index]),
    }));
  const folders = fileNames(
    changes.map(({ account, holder }) => ({
      key: JSON.stringify([account, holder]),
      name: lastSegment(holder),
    })),
  );
  const files = fileNames(changes.map(({ key, change }) => ({ key, name: lastSegment(change.policy) })));
  return changes.map(({ change, account, holder, key }) => ({
    change,
    base: `policies/${account}/${folders.get(JSON.stringify([account, holder]))}/${files.get(key)}`,
  }));
}

/** The folder of managed policies that are edited in place, for whoever holds them. */
const SHARED = 'shared-policies';

/** The account field of an ARN (`arn:partition:service:region:account:resource`), or `unknown-account`. */
function accountOf(arn: string): string {
  const account = arn.split(':')[4] ?? '';
  return /^\d{12}$/.test(account) ? account : 'unknown-account';
}

const lastSegment = (name: string): string => name.slice(name.lastIndexOf('/') + 1);
