import { describe, expect, test } from 'vitest';
import type { Backtest, BacktestTrial } from '../../src/domain/backtest.ts';
import { type Assessment, parseAssessment } from '../../src/report/index.ts';
import { viewModel } from '../../src/report/view/view-model.ts';
import { arnOf, HOSTILE_STRINGS, richAssessment } from '../support/assessment-fixture.ts';
import { reportTexts } from '../support/report-texts.ts';

const trial = (over: Partial<BacktestTrial>): BacktestTrial => ({
  windowDays: 60,
  target: 'sensitive',
  unknown: 'kept',
  skipped: null,
  proposals: 4,
  removals: 41,
  calls: 12_500,
  wouldBeDenied: 0,
  mayBeDenied: 0,
  perThousand: 0,
  principals: [],
  examples: [],
  ...over,
});

const BACKTEST: Backtest = {
  split: '2026-10-23T00:00:00Z',
  history: { from: '2026-08-24', to: '2026-11-21' },
  notes: ['Policies, principals and trails are those of now.'],
  trials: [
    trial({}),
    trial({
      unknown: 'removed',
      removals: 1057,
      wouldBeDenied: 131,
      mayBeDenied: 9,
      perThousand: 10.48,
      principals: Array.from({ length: 12 }, (_, index) => ({
        principalArn: arnOf(`agent-${index}`),
        calls: 100,
        wouldBeDenied: 12 - index,
        mayBeDenied: 0,
        perThousand: 10 * (12 - index),
      })),
      examples: [
        {
          principalArn: arnOf('agent-0'),
          action: 's3:GetObject',
          resource: null,
          event: 's3.amazonaws.com GetObject',
          certain: false,
          calls: 9,
          first: '2026-10-25T08:00:00Z',
          explanation: 'No statement allows it any more.',
        },
      ],
    }),
    trial({
      windowDays: 90,
      skipped: 'The log has 60 days before the split.',
      calls: 0,
      proposals: 0,
      removals: 0,
    }),
  ],
};

const withBacktest = (backtest: Backtest = BACKTEST): Assessment => ({ ...richAssessment(), backtest });

describe('a backtest in the assessment', () => {
  const files = reportTexts(withBacktest());
  const html = files.get('report.html') ?? '';
  // A full stop in a number may be escaped.
  const markdown = (files.get('report.md') ?? '').replaceAll('\\.', '.');

  test('reads back as it was written', () => {
    expect(parseAssessment(files.get('assessment.json') ?? '').backtest).toEqual(BACKTEST);
  });

  test('is shown by trial: what was removed and what it would have denied', () => {
    expect(viewModel(withBacktest()).backtest.rows).toMatchObject([
      { window: '60 days', unknown: 'kept', removals: '41', denied: '0', perThousand: '0.00', possibly: '0' },
      { unknown: 'removed', removals: '1,057', denied: '131', perThousand: '10.48', possibly: '9' },
    ]);
    const [, section = ''] = html.split('id="backtest"');
    for (const text of ['12,500', '1,057', '10.48', '131', '60 days before the split', 'those of now'])
      expect(section.split('id="coverage"')[0]).toContain(text);
    expect(markdown).toContain('| 60 days | sensitive | kept | 4 | 41 | 12,500 | 0 | 0.00 | 0 |');
    expect(markdown).toContain('| 60 days | sensitive | removed | 4 | 1,057 | 12,500 | 131 | 10.48 | 9 |');
    expect(html).toContain('href="#backtest"');
  });

  test('names the worst principals and counts the rest', () => {
    const [broken, ...others] = viewModel(withBacktest()).backtest.broken;
    expect(others).toEqual([]);
    expect(broken?.principals).toHaveLength(10);
    expect(broken?.principals[0]).toMatchObject({ principalArn: arnOf('agent-0'), denied: '12' });
    expect(broken?.more).toBe('and 2 more principals');
    expect(markdown).toContain('9 calls possibly denied, the first at 2026-10-25 08:00 UTC');
  });

  test('hostile names in it stay inert', () => {
    const strings = Object.values(HOSTILE_STRINGS);
    const hostile = reportTexts(
      withBacktest({
        ...BACKTEST,
        notes: strings,
        trials: strings.map((text) =>
          trial({
            wouldBeDenied: 1,
            principals: [{ principalArn: text, calls: 1, wouldBeDenied: 1, mayBeDenied: 0, perThousand: 1 }],
            examples: [
              {
                principalArn: text,
                action: text,
                resource: text,
                event: text,
                certain: true,
                calls: 1,
                first: text,
                explanation: text,
              },
            ],
          }),
        ),
      }),
    );
    const [, section = ''] = (hostile.get('report.html') ?? '').split('id="backtest"');
    const [body = ''] = section.split('id="coverage"');
    expect(body).toContain('&lt;script&gt;');
    expect(body).not.toMatch(/<(?:script|img|\/style)/i);
    const [, prose = ''] = (hostile.get('report.md') ?? '').split('## Backtest');
    expect(prose.replace(/(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, '')).not.toMatch(/(?<!\\)<[a-z/!]|(?<!\\)\]\(/i);
  });
});

test('nothing of it stands where none was made', () => {
  const files = reportTexts(richAssessment());
  for (const path of ['report.html', 'report.md'])
    expect((files.get(path) ?? '').toLowerCase()).not.toContain('id="backtest"');
  expect(files.get('report.md')).not.toContain('Backtest');
});
