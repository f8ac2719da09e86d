import { VERB_TRAPS } from '../../catalog/index.ts';
import { LEAST_PRIVILEGE } from './controls.ts';
import { type FindingRule, perPrincipal } from './finding-rule.ts';

export const misleadingVerb: FindingRule = {
  type: 'MisleadingVerb',
  severity: 'medium',
  title: 'Can do what the names of its actions do not say',
  rationale:
    'On the AI platforms one action covers operations of another verb: a policy without Delete actions can still delete.',
  evidence: 'Each action with what it does beside its name.',
  remedy: 'Grant these actions as what they do; where only reading or updating is meant, take them away.',
  controls: LEAST_PRIVILEGE,
  find: perPrincipal(({ analysis, grants }) => {
    if (!analysis.agent.isAgent) return null;
    const traps = VERB_TRAPS.filter(
      ({ action, plain }) => grants.has(action) && plain.every((other) => !grants.has(other)),
    );
    return traps.length === 0
      ? null
      : {
          detail: `${traps.length} of its actions do more than they are called, and it holds no action whose name says so.`,
          evidence: traps.map(({ action, does }) => `${action} ${does}`),
        };
  }),
};
