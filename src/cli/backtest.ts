import { UserError } from '../domain/errors.ts';
import { TARGETS, type Target } from '../domain/recommendation.ts';
import { runBacktest } from '../main.ts';
import { backtestText } from './backtest-text.ts';
import { settingsWithAws } from './collect.ts';
import type { FlagValue, Handler } from './command.ts';
import { didYouMean } from './nearest.ts';
import { progressListener } from './progress-line.ts';
import { parseDays, parseInstant, parseList } from './values.ts';

const DEFAULT_WINDOWS = ['30', '60', '90'];
const DEFAULT_TARGETS = ['sensitive', 'used'];
/** Two thirds of the history to learn from, one to be tested on. */
const DEFAULT_SPLIT = 2 / 3;

/** `paredown backtest`: how often proposals made earlier would have denied what came later. */
export const backtest: Handler = async ({ flags }, io) => {
  const { windows, targets, split, json, ...rest } = flags;
  const asked = {
    windows: items(windows, DEFAULT_WINDOWS).map((text) => named('--windows', () => parseDays(text))),
    targets: items(targets, DEFAULT_TARGETS).map((text) => named('--targets', () => parseTarget(text))),
    split: split === undefined ? DEFAULT_SPLIT : named('--split', () => parseSplit(String(split))),
  };
  const settings = await settingsWithAws(rest, io);
  const result = await runBacktest({ ...settings, ...asked }, progressListener(io));
  io.print(json === true ? JSON.stringify(result, null, 2) : backtestText(result));
  return 0;
};

function items(flag: FlagValue, fallback: readonly string[]): readonly string[] {
  const given = flag === undefined || typeof flag === 'boolean' ? [] : parseList(flag);
  return given.length > 0 ? given : fallback;
}

function named<T>(flag: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof UserError) throw new UserError(`${flag}: ${error.message}`);
    throw error;
  }
}

function parseTarget(text: string): Target {
  const target = TARGETS.find((known) => known === text);
  if (target !== undefined) return target;
  throw new UserError(`"${text}" is none of ${TARGETS.join(', ')}.${didYouMean(text, TARGETS)}`);
}

/** A day, cut at its first moment, or a fraction between 0 and 1. */
function parseSplit(text: string): string | number {
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return parseInstant(text).slice(0, 10);
  const fraction = Number(text);
  if (text.trim() !== '' && fraction > 0 && fraction < 1) return fraction;
  throw new UserError(`"${text}" is neither a day (2026-07-01) nor a fraction of the history (0.67).`);
}
