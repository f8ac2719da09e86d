import type { Assessment, AssessmentRecommendation } from './assessment-schema.ts';
import { code, type Markdown, md, row } from './formats/markdown-text.ts';
import { guardrailWords } from './guardrail-words.ts';
import type { PullRequestContext } from './pull-request-context.ts';
import { cutToLimit, type Section } from './pull-request-limit.ts';
import { removalSections } from './pull-request-removals.ts';
import { risk } from './pull-request-risk.ts';
import { formatAmount, formatCount, formatShare, formatTime } from './view/format.ts';
import { visibleAssessment } from './view/visible.ts';
import { CHECK_WORDS, VERDICT_WORDS } from './words.ts';

/** Characters of a title; GitHub takes 256, GitLab 255. */
const LONGEST_TITLE = 240;

/** Title and body of the pull request that proposes one recommendation. Everything AWS named is escaped. */
export function pullRequest(
  assessment: Assessment,
  id: string,
  context: PullRequestContext,
): { readonly title: string; readonly body: string } {
  const shown = visibleAssessment(assessment);
  const index = assessment.recommendations.findIndex((each) => each.id === id);
  const recommendation = shown.recommendations[index];
  if (recommendation === undefined) throw new Error(`the assessment has no recommendation ${id}`);
  return context.rollback
    ? restoring(recommendation, context)
    : { title: titleOf(recommendation), body: bodyOf(shown, recommendation, context) };
}

/**
 * A name for a title, which is a commit's first line as well: no forge reads it as Markdown, but all look for mentions
 * and issue numbers in it. IAM's own names are made of these characters; any other becomes a question mark.
 */
const nameOf = (id: string): string =>
  id
    .slice(id.lastIndexOf('/') + 1)
    .replace(/[^A-Za-z0-9_+=,.@-]/gu, '?')
    .replace(/(?<!\w)@/g, '?');

function titleOf({ id, removed, principalArns, decided = [] }: AssessmentRecommendation): string {
  const kind = /:(role|user|group|policy)\//.exec(id)?.[1] ?? 'principal';
  const shared = kind === 'policy' ? `, shared by ${principalArns.length}` : '';
  // Never "unused" of what goes because a person said so.
  const what = decided.length === 0 ? 'unused permission' : 'permission';
  const title = `Remove ${formatAmount(removed.length, what)} from ${kind} ${nameOf(id)}${shared}`;
  return title.length <= LONGEST_TITLE ? title : `${title.slice(0, LONGEST_TITLE - 1)}…`;
}

/** A proposal taken back needs no evidence: it says what comes back and where. */
function restoring(
  { id, removed }: AssessmentRecommendation,
  context: PullRequestContext,
): { readonly title: string; readonly body: string } {
  const head = md`This takes back the proposal for ${code(id)}: its policies get the documents they had before, and ${formatAmount(removed.length, 'permission')} with them.

`;
  const list = lines(removed.map((action) => md`${code(action)}`));
  const sections: readonly Section[] = [
    whole(head),
    { head: '## Restored\n\n', rows: list, tail: '\n' },
    changes(context),
  ];
  const title = `Restore ${formatAmount(removed.length, 'permission')} of ${nameOf(id)}`;
  return { title: title.slice(0, LONGEST_TITLE), body: cutToLimit(sections, marker(context), context.limit) };
}

/**
 * The hidden line by which a later run knows the proposal. Last in the body, and never cut.
 * The branch and the fingerprint hold only letters, digits, `-` and `/`, so nothing can close the comment early.
 */
const marker = ({ branch, fingerprint }: PullRequestContext): string =>
  `<!-- paredown branch=${branch} fingerprint=${fingerprint} -->\n`;

function bodyOf(
  assessment: Assessment,
  recommendation: AssessmentRecommendation,
  context: PullRequestContext,
): string {
  const sections: readonly Section[] = [
    ...summary(assessment, recommendation, context),
    ...removalSections(assessment, recommendation),
    ...kept(recommendation),
    whole(risk(assessment, recommendation, context)),
    changes(context),
    coverage(assessment),
    whole(rollback(recommendation)),
    whole(checklist(recommendation, context)),
  ];
  return cutToLimit(sections, marker(context), context.limit);
}

const whole = (text: Markdown): Section => ({ head: text.text, rows: [], tail: '' });

const lines = (items: readonly Markdown[]): readonly string[] => items.map((item) => md`- ${item}\n`.text);

function summary(
  assessment: Assessment,
  { id, removed, kept: keeps, principalArns, verification, decided = [] }: AssessmentRecommendation,
  { sidecars }: PullRequestContext,
): readonly Section[] {
  const days = formatCount(assessment.window.days);
  const byHand = new Set(decided.map(({ action }) => action)).size;
  const why =
    byHand === 0
      ? md` that ${days} days of evidence show unused`
      : md`: ${formatCount(byHand)} by decision, the others shown unused by ${days} days of evidence`;
  const keeping = formatAmount(keeps.length, 'unused permission stays', 'unused permissions stay');
  const exposures = assessment.principals.filter(({ arn }) => principalArns.includes(arn));
  const head = md`**${verification === null ? 'Not verified.' : 'Verified: all four checks passed.'}** This removes ${formatAmount(
    removed.length,
    'permission',
  )} from ${code(id)}${why}${keeps.length === 0 ? '' : `; ${keeping}, with reasons below`}.${
    assessment.coverage.verdict === 'complete' ? '' : ' The evidence is partial, so this is a draft.'
  }${sidecars.length === 0 ? '' : md` **${formatAmount(sidecars.length, 'step is', 'steps are')} left to do by hand**, listed under "What this changes".`}

`;
  return [
    {
      head: head.text,
      rows: exposures.map(
        ({ arn, exposure, agent }) =>
          md`- ${code(arn)}${agent.isAgent ? ' (agent)' : ''}: exposure ${formatShare(exposure.before)} of 100 now, ${formatShare(exposure.after)} once applied; ${formatShare(exposure.unknown)} cannot be judged\n`
            .text,
      ),
      tail: '\n',
    },
    whole(md`| Check | Result |
| --- | --- |
${verification === null ? '' : checks(verification)}
`),
  ];
}

function checks(verification: NonNullable<AssessmentRecommendation['verification']>): readonly Markdown[] {
  const extent = {
    noNewAccess: '',
    noLostUsage: `, ${formatAmount(verification.noLostUsage.replayed, 'observed call')} replayed`,
    takesEffect: `, ${formatAmount(verification.takesEffect.checked, 'removal')} checked`,
    fits: '',
  };
  return (['noNewAccess', 'noLostUsage', 'takesEffect', 'fits'] as const).map((name) =>
    row(CHECK_WORDS[name].title, `${verification[name].status}${extent[name]}`),
  );
}

function kept({ kept: keeps }: AssessmentRecommendation): readonly Section[] {
  const title = '## Kept although unused\n\n';
  if (keeps.length === 0) return [{ head: `${title}Nothing.\n\n`, rows: [], tail: '' }];
  const groups = new Map<string, string[]>();
  for (const { action, guardrail, reason } of keeps) {
    const key = md`**${guardrailWords(guardrail).title}.** ${reason}`.text;
    groups.set(key, [...(groups.get(key) ?? []), code(action).text]);
  }
  return [
    { head: title, rows: [], tail: '' },
    ...[...groups].map(([why, actions]) => ({
      head: `- ${why} `,
      rows: actions.map((action, index) => `${index === 0 ? '' : ', '}${action}`),
      tail: '\n',
      inline: true,
    })),
    { head: '\n', rows: [], tail: '' },
  ];
}

function changes({ files, sidecars }: PullRequestContext): Section {
  return {
    head: '## What this changes\n\n',
    rows: [
      ...lines(files.map(({ path, deleted }) => md`${code(path)}${deleted ? ' is deleted' : ''}`)),
      ...lines(sidecars.map(({ note }) => md`**By hand:** ${note}`)),
    ],
    tail: '\n',
  };
}

function coverage({ coverage: { verdict, notes, events }, window, asOf, tool }: Assessment): Section {
  const words = VERDICT_WORDS[verdict];
  return {
    head: md`## Evidence

**${words.title}.** ${words.meaning} Window ${formatTime(window.start)} to ${formatTime(window.end)}, ${formatAmount(events, 'CloudTrail event')}, as of ${formatTime(asOf)}; ${tool.name} ${tool.version}.

`.text,
    rows: lines(notes.map((note) => md`${note}`)),
    tail: '\n',
  };
}

function rollback({ id, changes: made }: AssessmentRecommendation): Markdown {
  const managed = made.filter(({ kind, policyKind }) => kind === 'replace' && policyKind === 'managed');
  return md`## Roll back

- Before deployment: close this pull request. Nothing else happened.
- After: revert the merge commit and deploy, or let paredown propose the documents as they were: ${code(`paredown rollback ${shellWord(id)}`)} with the same assessment.
${managed.map(({ policyId }) => md`- At once, without a deployment: ${code(`aws iam set-default-policy-version --policy-arn ${shellWord(policyId)} --version-id <the version before>`)}\n`)}
`;
}

/** Quoted for a shell when it is more than plain letters. */
const shellWord = (text: string): string =>
  /^[A-Za-z0-9_:/.@=+,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;

function checklist(
  { principalArns, requires }: AssessmentRecommendation,
  { sidecars }: PullRequestContext,
): Markdown {
  const items = [
    `The owner of ${principalArns.length === 1 ? 'this principal' : 'each of these principals'} has seen the list of removals.`,
    'No yearly or emergency work needs one of them.',
    'The diff changes only what the list says.',
    ...(sidecars.length > 0 ? ['The steps marked "By hand" are planned.'] : []),
    ...(requires.length > 0 ? ['The proposals it takes effect with are merged as well.'] : []),
    'Somebody watches AccessDenied for this principal after the deployment.',
  ];
  return md`## Checklist

${items.map((item) => md`- [ ] ${item}\n`)}
`;
}
