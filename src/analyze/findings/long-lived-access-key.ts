import { LONG_LIVED_CREDENTIALS } from './controls.ts';
import { type FindingRule, perPrincipal } from './finding-rule.ts';

/** As CIS AWS Foundations asks: access keys are rotated every 90 days or less. */
const OLDEST_DAYS = 90;
const DAY = 86_400_000;

export const longLivedAccessKey: FindingRule = {
  type: 'LongLivedAccessKey',
  severity: 'high',
  title: 'A long-lived access key',
  rationale: 'It works from anywhere until someone deletes it; a session ends by itself.',
  evidence:
    'Each active key with its age and last use, from the credential report; without one, the keys the log shows.',
  remedy: 'Give the workload a role; until then rotate the key and delete it when its last use is old.',
  controls: LONG_LIVED_CREDENTIALS,
  find: perPrincipal(({ principal, sessions }, { collected, window }) => {
    if (principal.type !== 'user') return null;
    const report = collected.credentials?.accessKeys.filter(({ userArn }) => userArn === principal.arn);
    if (report !== undefined && report.length > 0) {
      const asOf = Date.parse(window.end);
      const old = report.filter(
        ({ active, lastRotated }) =>
          active && (lastRotated === null || asOf - Date.parse(lastRotated) > OLDEST_DAYS * DAY),
      );
      return old.length === 0
        ? null
        : {
            detail: `${old.length} active access key${old.length === 1 ? '' : 's'} older than ${OLDEST_DAYS} days.`,
            evidence: old.map(({ key, lastRotated, lastUsed, lastUsedService }) => {
              const age =
                lastRotated === null
                  ? 'of unknown age'
                  : `${Math.floor((asOf - Date.parse(lastRotated)) / DAY)} days old`;
              const use =
                lastUsed === null
                  ? 'never used'
                  : `last used ${lastUsed} for ${lastUsedService ?? 'an unknown service'}`;
              return `access key ${key}: ${age}, ${use}`;
            }),
          };
    }
    // AKIA: a long-term key (IAM User Guide, unique id prefixes). Without a credential report its age is not told.
    const keys = new Set(
      sessions.all.flatMap(({ session }) =>
        session.accessKeyId?.startsWith('AKIA') ? [session.accessKeyId] : [],
      ),
    );
    return keys.size === 0
      ? null
      : {
          detail: `The log shows calls signed with ${keys.size} long-term access key${keys.size === 1 ? '' : 's'}; their age is not told.`,
          evidence: ['give --credential-report for the age and last use of each key'],
        };
  }),
};
