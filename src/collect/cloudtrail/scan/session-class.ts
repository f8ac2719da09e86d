import { type StagedCaller, stageCaller } from '../staged-caller.ts';

type Members = Readonly<Record<string, unknown>>;

/** What the scanner writes in place of a session's name, its access key and the time it began. */
const LEFT_OUT = '-';
const ANOTHER = 'x';

/**
 * The caller that the members of a record stand for, whatever was left out of them. Null when more follows from that than
 * the session's name and access key: then each caller is staged by its own text.
 */
export function sessionClass(members: Members): StagedCaller | null {
  const caller = stageCaller(members);
  const { found } = caller;
  if (found.kind !== 'principal' || found.sessionName !== LEFT_OUT) return null;
  const filled = inSession(caller, ANOTHER, found.accessKeyId === null ? null : ANOTHER);
  return JSON.stringify(stageCaller(fill(members))) === JSON.stringify(filled) ? caller : null;
}

/** The caller of a class of sessions in one of them. */
export function inSession(
  caller: StagedCaller,
  sessionName: string | null,
  accessKeyId: string | null,
): StagedCaller {
  const { found } = caller;
  return found.kind === 'nobody' ? caller : { ...caller, found: { ...found, sessionName, accessKeyId } };
}

/** The same with something else in place of what was left out. */
function fill(members: Members): Members {
  const filled = { ...(members.userIdentity as Members) };
  for (const name of ['principalId', 'arn', 'accessKeyId']) {
    const text = filled[name];
    if (typeof text === 'string' && text.endsWith(LEFT_OUT)) filled[name] = text.slice(0, -1) + ANOTHER;
  }
  return { ...members, userIdentity: filled };
}
