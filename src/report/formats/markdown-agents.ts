import type { SessionsView } from '../view/sessions-view.ts';
import type { AgentLine, Folded, ViewModel } from '../view/view-model.ts';
import { block, code, Markdown, md, row, table } from './markdown-text.ts';

const NOTHING = new Markdown('');

/** Which agents hold critical permissions they have not used, which of those nobody can judge, and what would change it. */
export function agentsSection({ agentsUnused, agentsUnknown, switchOn }: ViewModel): Markdown {
  return md`## Agents

${agents('Hold critical permissions they have not used', agentsUnused)}${agents('Hold critical permissions that cannot be judged', agentsUnknown)}${
  switchOn.length === 0
    ? NOTHING
    : md`### What to switch on to judge them

${switchOn.map(
  ({ title, words, remedy, selectors }) =>
    md`- **${title}** (${words}): ${remedy}\n${selectors === '' ? '' : md`\n${block('json', selectors)}\n`}`,
)}
`
}`;
}

const agents = (title: string, { top, rest }: Folded<AgentLine>): Markdown =>
  top.length === 0
    ? md`### ${title}

None.

`
    : md`### ${title}

${[...top, ...rest].map(
  ({ name, account, count, actions, more }) =>
    md`- ${code(name)} (${account}): ${count} critical, ${actions.map((action, index) => md`${index === 0 ? '' : ', '}${code(action)}`)} ${more}\n`,
)}
`;

/** Who drives the sessions of one principal and what they did with sensitive actions, tried and refused ones included. */
export function sessionsSection({ kinds, origins, agentSessions, more }: SessionsView): Markdown {
  return md`#### Sessions

${table(
  ['Driven by', 'Sessions', 'Calls', 'Denied', 'Sensitive actions', 'Told by'],
  kinds.map(({ kind, sessions, calls, denied, sensitive, more: left, why }) =>
    row(
      kind,
      sessions,
      calls,
      denied,
      [sensitive.join('; '), left].filter((part) => part !== '').join('; '),
      why,
    ),
  ),
)}
${origins.map((origin) => md`- First of the role chain: ${origin}\n`)}
${
  agentSessions.length === 0
    ? NOTHING
    : md`${table(
        ['Agent session', 'For whom', 'When', 'Sensitive actions'],
        agentSessions.map(({ session, detail, when, sensitive }) =>
          row(code(session), detail, when, sensitive.join('; ')),
        ),
      )}${more === '' ? '' : md`${more}\n`}`
}
`;
}

export const workspacesSection = ({ workspaces }: ViewModel): Markdown =>
  workspaces.rows.length === 0
    ? NOTHING
    : md`## Claude Platform workspaces

Who can do what with which workspace; used where the log shows it. Inference, sessions, agents, memory and files are data
events: where those are off, "can" does not say unused.

${table(
  ['Principal', 'Account', 'Workspace', ...workspaces.capabilities, 'Documented need'],
  workspaces.rows.map(({ principal, account, workspace, production, cells, need }) =>
    row(
      code(principal),
      code(account),
      md`${code(workspace)}${production ? ' (production)' : ''}`,
      ...cells.map(({ text }) => text),
      need,
    ),
  ),
)}
`;
