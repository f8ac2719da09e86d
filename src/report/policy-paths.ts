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
export function policyPaths(assessment: Assessment): readonly PolicyPaths[] {
  const changes = verifiedChanges(assessment);
  const folderOf = folders(assessment);
  const files = fileNames(changes.map(({ key, change }) => ({ key, name: lastSegment(change.policy) })));
  return changes.map(({ change, place, key }) => ({
    change,
    base: `${folderOf(place)}/${files.get(key)}`,
  }));
}

/** `policies/<account>/<principal>` of a principal's ARN: the folder its changes stand in. */
export function principalFolder(assessment: Assessment): (principalArn: string) => string {
  const folderOf = folders(assessment);
  return (principalArn) => folderOf(placeOf(principalArn));
}

/** The folder of managed policies that are edited in place, for whoever holds them. */
const SHARED = 'shared-policies';

interface Place {
  readonly account: string;
  /** ARN, or `SHARED`. */
  readonly holder: string;
}

function verifiedChanges({ recommendations }: Assessment): readonly {
  readonly change: AssessmentChange;
  readonly place: Place;
  readonly key: string;
}[] {
  return recommendations
    .filter(({ status }) => status === 'verified')
    .flatMap(({ id, changes }) =>
      changes.map((change, index) => {
        const holder = change.target ?? SHARED;
        const place = { account: accountOf(change.target ?? change.policyId), holder };
        return { change, place, key: JSON.stringify([holder, id, change.policyId, change.kind, index]) };
      }),
    );
}

/** One folder for each that a change or tests are about; names that files cannot have, or share, are told apart. */
function folders(assessment: Assessment): (place: Place) => string {
  const places = [
    ...verifiedChanges(assessment).map(({ place }) => place),
    ...(assessment.policyTests ?? []).map(({ principalArn }) => placeOf(principalArn)),
  ];
  const keyOf = ({ account, holder }: Place): string => JSON.stringify([account, holder]);
  const names = fileNames(places.map((place) => ({ key: keyOf(place), name: lastSegment(place.holder) })));
  return (place) => `policies/${place.account}/${names.get(keyOf(place))}`;
}

const placeOf = (arn: string): Place => ({ account: accountOf(arn), holder: arn });

/** The account field of an ARN (`arn:partition:service:region:account:resource`), or `unknown-account`. */
function accountOf(arn: string): string {
  const account = arn.split(':')[4] ?? '';
  return /^\d{12}$/.test(account) ? account : 'unknown-account';
}

const lastSegment = (name: string): string => name.slice(name.lastIndexOf('/') + 1);
