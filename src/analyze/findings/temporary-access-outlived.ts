import { ACCESS_REVIEW } from './controls.ts';
import { type FindingRule, perPrincipal } from './finding-rule.ts';

/** Tag keys that say until when access was meant. */
const UNTIL =
  /^(expires?([-_ ]?(on|at|date))?|expiry([-_ ]?date)?|expiration([-_ ]?date)?|valid[-_ ]?until|temporary[-_ ]?until|access[-_ ]?until|delete[-_ ]?after|remove[-_ ]?after)$/i;
const DAY = /^(\d{4}-\d{2}-\d{2})(?:T.*)?$/;

export const temporaryAccessOutlived: FindingRule = {
  type: 'TemporaryAccessOutlived',
  severity: 'high',
  title: 'Temporary access that outlived its date',
  rationale: 'Somebody decided until when it was needed; after that day nobody has decided.',
  evidence: 'The tag with the date that has passed, what is still granted and the calls since.',
  remedy: 'Remove the access, or have its owner decide again and set a new date.',
  controls: ACCESS_REVIEW,
  find: perPrincipal(({ principal, analysis }, { window }) => {
    const past = principal.tags.filter(({ key, value }) => {
      const day = UNTIL.test(key) ? DAY.exec(value.trim())?.[1] : undefined;
      return day !== undefined && day < window.end.slice(0, 10);
    });
    return past.length === 0
      ? null
      : {
          detail: `It was meant to end, and still holds ${analysis.grants.actions} actions; ${analysis.calls} calls in the window.`,
          evidence: past.map(({ key, value }) => `tag ${key} = ${value}`),
        };
  }),
};
