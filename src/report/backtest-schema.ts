import { z } from 'zod';
import type { Backtest } from '../domain/backtest.ts';
import { TARGETS } from '../domain/recommendation.ts';
import { count, day, list, record, text, time } from './schema-parts.ts';

const rate = z.number().min(0).max(1000);
const denials = { calls: count, wouldBeDenied: count, mayBeDenied: count, perThousand: rate };

/** What proposals made at an earlier time would have denied of the calls after it. */
export const backtestSchema = record({
  split: time,
  history: record({ from: day, to: day }),
  notes: list(text),
  trials: list(
    record({
      windowDays: count,
      target: z.enum(TARGETS),
      unknown: z.enum(['kept', 'removed']),
      skipped: text.nullable(),
      proposals: count,
      removals: count,
      ...denials,
      principals: list(record({ principalArn: text, ...denials })),
      examples: list(
        record({
          principalArn: text,
          action: text,
          resource: text.nullable(),
          event: text,
          certain: z.boolean(),
          calls: count,
          first: text,
          explanation: text,
        }),
      ),
    }),
  ),
}) satisfies z.ZodType<Backtest>;
