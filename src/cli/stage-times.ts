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
export function stageTimes({ environment, say, spent }: Io): StageTimes {
  if (spent === undefined || ['', '0', 'false', undefined].includes(environment.PAREDOWN_TIMES)) {
    return { begin: () => {}, end: () => {} };
  }
  const lines: string[] = [];
  let stage = 'start';
  let since = { ms: 0, cpuMs: 0 };
  const begin = (next: string): void => {
    const now = spent();
    lines.push(
      `Time: ${stage} ${now.ms - since.ms} ms, CPU ${now.cpuMs - since.cpuMs} ms, ${now.heldMb} MB held`,
    );
    since = now;
    stage = next;
  };
  return {
    begin,
    end: () => {
      begin('end');
      const { ms, cpuMs, peakMb } = spent();
      for (const line of [...lines, `Time: all ${ms} ms, CPU ${cpuMs} ms, ${peakMb} MB at most`]) say(line);
    },
  };
}
