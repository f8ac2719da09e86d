/** A stated reason not to remove something, for people; and what would lift it. */
interface GuardrailWords {
  readonly title: string;
  readonly remedy: string;
}

const WORDS: Readonly<Record<string, GuardrailWords>> = {
  'principal-too-young': {
    title: 'Principal younger than the window',
    remedy: 'Review again once it is older than the window.',
  },
  'break-glass': {
    title: 'Break-glass principal',
    remedy: 'Review it by hand; it is meant to lie unused.',
  },
  'names-a-principal': {
    title: 'Policy names a Principal',
    remedy: 'IAM takes no identity policy with one: check where the export comes from.',
  },
  'not-in-scope': {
    title: 'Another holder of the policy is not in scope',
    remedy: 'Review all principals (--scope all), or give this one a policy of its own.',
  },
  'used-as-permissions-boundary': {
    title: 'Policy also serves as a permissions boundary',
    remedy: 'Give the boundary a policy of its own, then run again.',
  },
  'attached-elsewhere': {
    title: 'Policy has attachments the inputs do not show',
    remedy: 'Supply the complete authorization details of the account.',
  },
  'policy-changed-recently': {
    title: 'Policy changed recently',
    remedy: 'Review again once the change has settled.',
  },
  exception: {
    title: 'Exception',
    remedy: 'It ends with its expiry; remove it from the exceptions file to end it sooner.',
  },
  dependency: {
    title: 'Another permission that stays depends on it',
    remedy: 'It can go together with the permission that needs it.',
  },
  'unmapped-call': {
    title: 'A call that no action is known for may need it',
    remedy: 'Find out which action the call needs and allow that one; or remove the pattern by hand.',
  },
  'used-by-sharing-principal': {
    title: 'Another principal that shares the policy uses it',
    remedy: 'Give the principals separate policies to remove it from one of them.',
  },
};

/** The name itself, spaced, for a guardrail this table does not know; its reason stands beside it anyway. */
export function guardrailWords(guardrail: string): GuardrailWords {
  const known = Object.hasOwn(WORDS, guardrail) ? WORDS[guardrail] : undefined;
  return known ?? { title: guardrail.replaceAll('-', ' '), remedy: '' };
}
