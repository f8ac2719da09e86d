import type { Slot } from './calendar.ts';
import { moment, share } from './calendar.ts';
import type { SampleRoutine } from './calls.ts';
import { calls } from './calls.ts';
import { identityOf } from './identities.ts';
import type { Ledger } from './ledger.ts';
import type { CallContext } from './model.ts';
import { openingEntries } from './openings.ts';
import type { Prng } from './prng.ts';
import { prng } from './prng.ts';
import type { Entry } from './records.ts';
import { callEntry, frameRecord } from './records.ts';
import type { Session } from './sessions.ts';
import { address, newSession, temporaryKey, userIdentity, userKey } from './sessions.ts';
import { GITHUB_PROVIDER } from './world.ts';

const MCP = 'aws-mcp.amazonaws.com';

/** Everything one routine does in a slot; at scale 2 it does twice as much of it. */
export function play(
  seed: string,
  routine: SampleRoutine,
  slot: Slot,
  scale: number,
  ledger: Ledger,
): Entry[] {
  if (slot.day < (routine.from ?? '') || slot.day > (routine.until ?? '9999')) return [];
  const random = prng(seed, routine.id, slot.day, slot.index);
  const expected = routine.perDay * share(routine.rhythm, slot) * scale;
  const sessions = Math.floor(expected) + (random.chance(expected % 1) ? 1 : 0);
  const out: Entry[] = [];
  for (let n = 0; n < sessions; n++) {
    const one = prng(seed, routine.id, slot.day, slot.index, n);
    out.push(...playSession(seed, routine, slot, one, ledger));
  }
  return out;
}

function playSession(
  seed: string,
  routine: SampleRoutine,
  slot: Slot,
  random: Prng,
  ledger: Ledger,
): Entry[] {
  const started = moment(routine.rhythm, slot, random.next);
  const person = random.pick(routine.people);
  const session = startSession(seed, routine, person, started, random);
  const opened = openingEntries(seed, routine, session, person, random);
  const out = [...opened.entries];
  if (opened.opener !== null) {
    ledger.note(opened.opener.identity, ['sts:AssumeRole'], routine.region, started);
  }
  const subject = random.pick(routine.subjects);
  const last = slot.end - 60_000;
  let time = started;
  const downstream: { apiName: string; requestId: string; awsRegion: string }[] = [];
  for (const step of routine.steps) {
    const [low, high] = step.times ?? [1, 1];
    const times = random.chance(step.chance ?? 1) ? random.between(low, high) : 0;
    for (let i = 0; i < times; i++) {
      time = Math.min(last, time + random.between(1, 45) * 1000);
      const context: CallContext = {
        account: session.identity.account,
        region: routine.region,
        time,
        random,
        subject: step.subject ?? subject,
      };
      const call = calls[step.call];
      const requestId = random.uuid();
      const via = routine.mcp === true ? MCP : (step.via ?? null);
      const entry = callEntry(call, session, context, { via, fails: step.fails, requestId });
      ledger.note(session.identity, call.actions, entry.region, time);
      out.push(entry);
      downstream.push({ apiName: call.name, requestId, awsRegion: entry.region });
    }
  }
  if (routine.mcp === true && downstream.length > 0)
    out.push(toolEntry(routine, session, downstream, random));
  return out;
}

function startSession(
  seed: string,
  routine: SampleRoutine,
  person: string,
  started: number,
  random: Prng,
): Session {
  const identity = identityOf(routine.identity);
  const { opening } = routine;
  const name = identity.kind === 'user' ? identity.name : (routine.sessionName?.(person, random) ?? person);
  return newSession(seed, identity, started, {
    name,
    userAgent: routine.userAgent,
    address: address(routine.address, random),
    mfa: routine.mfa === true,
    sourceIdentity: routine.sourceIdentity === true ? person : null,
    onInstance: opening.by === 'service' && opening.service === 'ec2',
    accessKeyId:
      opening.by === 'api-key'
        ? null
        : opening.by === 'access-key'
          ? userKey(seed, identity)
          : temporaryKey(random),
    webIdentity:
      opening.by === 'github'
        ? {
            provider: `arn:aws:iam::${identity.account}:oidc-provider/${GITHUB_PROVIDER}`,
            subject: `repo:${opening.repository}:ref:${opening.ref}`,
          }
        : null,
  });
}

/** The AWS MCP server's own record of a tool call, which lists the requests it made for it. */
function toolEntry(
  routine: SampleRoutine,
  session: Session,
  downstream: readonly { apiName: string; requestId: string; awsRegion: string }[],
  random: Prng,
): Entry {
  const call = calls['mcp.CallReadWriteTool'];
  const record = frameRecord(
    {
      userIdentity: userIdentity(session, null),
      time: session.started,
      source: call.source,
      name: call.name,
      account: session.identity.account,
      region: routine.region,
      global: false,
      address: session.address,
      userAgent: session.userAgent,
      readOnly: false,
      request: { toolName: 'aws___call_aws', arguments: 'HIDDEN_DUE_TO_SECURITY_REASONS' },
      response: null,
      additional: { downstreamRequests: downstream },
      eventType: 'AwsMcpEvent',
    },
    random,
  );
  return {
    account: session.identity.account,
    region: routine.region,
    record,
    dataType: null,
    resource: null,
  };
}
