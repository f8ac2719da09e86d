import { cpuUsage, memoryUsage, resourceUsage } from 'node:process';
import type { StageListener } from '../main.ts';
import type { Io } from './command.ts';

export interface StageTimes {
  readonly begin: StageListener;
  /** Ends the last stage and says where the time went, one line a stage. */
  readonly end: () => void;
}

/**
 * For whoever measures: with PAREDOWN_TIMES set, a line a stage on stderr with its milliseconds by the clock, those of
 * all threads' CPU, and the memory held at its end. Nothing of it is written anywhere.
 */
export function stageTimes(io: Io): StageTimes {
  if (['', '0', 'false', undefined].includes(io.environment.PAREDOWN_TIMES)) {
    return { begin: () => {}, end: () => {} };
  }
  const lines: string[] = [];
  let stage = 'start';
  let since = { clock: 0, cpu: 0 };
  const now = () => {
    const { user, system } = cpuUsage();
    return { clock: Math.round(performance.now()), cpu: Math.round((user + system) / 1000) };
  };
  const close = (next: string): void => {
    const { clock, cpu } = now();
    const held = Math.round(memoryUsage().rss / 1e6);
    lines.push(`Time: ${stage} ${clock - since.clock} ms, CPU ${cpu - since.cpu} ms, ${held} MB held`);
    since = { clock, cpu };
    stage = next;
  };
  return {
    begin: close,
    end: () => {
      close('end');
      const peak = Math.round(resourceUsage().maxRSS / 1e3);
      for (const line of lines) io.say(line);
      io.say(`Time: all ${since.clock} ms, CPU ${since.cpu} ms, ${peak} MB at most`);
    },
  };
}
