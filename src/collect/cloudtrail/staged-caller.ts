import { type Fields, objectAt, textAt } from './fields.ts';
import { type Caller, callerOf } from './identity.ts';
import { userAgentFamily } from './user-agent-family.ts';

/** The caller of a record, by `userIdentity` and `userAgent` alone. */
export interface StagedCaller {
  readonly found: Caller;
  /** `userIdentity.accountId`. */
  readonly accountId: string | null;
  readonly userAgentFamily: string | null;
}

/** The members of a record that tell the caller; `stageWhat` reads none of them. */
export const CALLER_FIELDS = ['userIdentity', 'userAgent'] as const;

/** The caller of a parsed record, or of an object with only its CALLER_FIELDS. */
export function stageCaller(record: Fields): StagedCaller {
  const identity = objectAt(record, 'userIdentity');
  return {
    found: callerOf(identity),
    accountId: textAt(identity, 'accountId'),
    userAgentFamily: userAgentFamily(textAt(record, 'userAgent')),
  };
}
