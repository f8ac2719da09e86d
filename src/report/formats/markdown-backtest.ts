import type { BacktestView } from '../view/backtest-view.ts';
import { code, Markdown, md, row, table } from './markdown-text.ts';

/** How often proposals made earlier would have denied what was called after them. */
export function backtestSection({ given, cut, rows, skipped, broken, notes }: BacktestView): Markdown {
  if (!given) return new Markdown('');
  return md`## Backtest

${cut}

${table(
  ['Window', 'Target', 'Unknown', 'Proposals', 'Removals', 'Calls', 'Denied', 'Per 1,000', 'Possibly'],
  rows.map((trial) =>
    row(
      trial.window,
      trial.target,
      trial.unknown,
      trial.proposals,
      trial.removals,
      trial.calls,
      trial.denied,
      trial.perThousand,
      trial.possibly,
    ),
  ),
)}
${skipped.map((line) => md`- ${line}\n`)}${notes.map((note) => md`- ${note}\n`)}
${broken.map(
  ({ title, principals, more, examples }) => md`### What would have broken: ${title}

${principals.map(
  ({ principalArn, calls, denied, possibly, perThousand }) =>
    md`- ${code(principalArn)}: ${denied} of ${calls} calls denied (${perThousand} per 1,000), ${possibly} possibly\n`,
)}${more === '' ? '' : md`- ${more}\n`}
${examples.map(
  ({ principalArn, action, resource, event, how, explanation }) =>
    md`- ${code(action)}${resource === '' ? '' : md` on ${code(resource)}`} by ${code(principalArn)} (${event}): ${how}. ${explanation}\n`,
)}
`,
)}`;
}
