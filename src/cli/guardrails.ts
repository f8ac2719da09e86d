import { UserError } from '../domain/errors.ts';
import { guardrails as fromEvidence, type JudgedGuardrail } from '../main/guardrails.ts';
import type { Handler } from './command.ts';
import { didYouMean } from './nearest.ts';
import { progressListener } from './progress-line.ts';
import { resolveSettings } from './settings.ts';

/** Effects shown on stderr; all are in the JSON. */
const SHOWN = 5;

/** `paredown guardrails`: service control policies and permissions boundaries from the account's facts. */
export const guardrails: Handler = async ({ flags }, io) => {
  const { only, ...evidence } = flags;
  const all = await fromEvidence(resolveSettings(evidence, io), progressListener(io));
  if (typeof only === 'string') {
    const names = all.map(({ name }) => name);
    const found = all.find(({ name }) => name === only);
    if (found === undefined) {
      throw new UserError(
        `There is no guardrail "${only}".${didYouMean(only, names)} There are: ${names.join(', ')}.`,
      );
    }
    // Organizations counts white space (orgs_reference_limits): one line keeps it within its limit.
    io.print(JSON.stringify(found.document));
    for (const line of lines(found)) io.say(line);
    return 0;
  }
  io.print(JSON.stringify({ guardrails: all.map(printed) }, null, 2));
  for (const line of all.flatMap(lines)) io.say(line);
  io.say('Nothing was attached. `--only NAME` prints one document as it goes to AWS.');
  return 0;
};

function printed({ name, kind, account, statements, document, ...checks }: JudgedGuardrail) {
  const { characters, limit, replayed, effects } = checks;
  return {
    name,
    kind,
    account,
    explanations: statements.map(({ sid, explanation, basis }) => ({ sid, explanation, basis })),
    size: { characters, limit, fits: characters <= limit },
    verification: { replayed, denies: effects.length === 0 ? 'nothing seen in the window' : effects },
    document,
  };
}

function lines({ name, kind, characters, limit, replayed, effects }: JudgedGuardrail): readonly string[] {
  const size = `${characters} of ${limit} characters${characters > limit ? ': TOO LONG for one policy' : ''}`;
  const answer =
    effects.length === 0
      ? `denies none of ${replayed} observed calls`
      : `would deny, or might, ${effects.length} kinds of the ${replayed} observed calls:`;
  return [
    `${name} (${kind === 'scp' ? 'service control policy' : 'permissions boundary'}, ${size}): ${answer}`,
    ...effects
      .slice(0, SHOWN)
      .map(
        ({ principalArn, action, calls, answer: how, sid }) =>
          `  ${how === 'denied' ? 'denies' : 'may deny'} ${action} by ${principalArn}, ${calls} calls (${sid ?? 'no statement allows it'})`,
      ),
    ...(effects.length > SHOWN ? [`  and ${effects.length - SHOWN} more, in the JSON`] : []),
  ];
}
