import type { SessionDriver } from '../domain/sessions.ts';
import { split as splitFromEvidence } from '../main/split.ts';
import type { Handler } from './command.ts';
import { progressListener } from './progress-line.ts';
import { resolveSettings } from './settings.ts';
import { splitDocument, splitLines } from './split-text.ts';

/** `paredown split`: the policy and trust policy of a role of their own for some sessions of a role, proved by replay. */
export const split: Handler = async ({ positionals, flags }, io) => {
  const { kind, sessions, 'role-name': roleName, ...evidence } = flags;
  const result = await splitFromEvidence(
    resolveSettings(evidence, io),
    {
      principal: positionals.principal ?? '',
      kind: (typeof kind === 'string' ? kind : 'agent') as SessionDriver,
      sessions: Array.isArray(sessions) ? sessions.map(String) : [],
      roleName: typeof roleName === 'string' ? roleName : null,
    },
    progressListener(io),
  );
  io.print(JSON.stringify(splitDocument(result), null, 2));
  for (const line of splitLines(result)) io.say(line);
  return result.verified.status === 'verified' ? 0 : 3;
};
