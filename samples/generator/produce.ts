import type { Slot } from './calendar.ts';
import { slots } from './calendar.ts';
import type { SampleRoutine } from './calls.ts';
import type { Ledger } from './ledger.ts';
import { createLedger } from './ledger.ts';
import { occasions } from './occasions.ts';
import { play } from './play.ts';
import type { Entry } from './records.ts';
import { claudeRoutines } from './routines-claude.ts';
import { otherRoutines } from './routines-others.ts';
import { workloadRoutines } from './routines-workloads.ts';
import { serviceCallers } from './service-callers.ts';
import { recordedBy } from './trails.ts';

/** Everybody's days. */
export const routines: readonly SampleRoutine[] = [...claudeRoutines, ...workloadRoutines, ...otherRoutines];

/** Everything that happens in a slot, whether a trail records it or not. */
export function produce(seed: string, slot: Slot, scale: number, ledger: Ledger): readonly Entry[] {
  return [
    ...routines.flatMap((routine) => play(seed, routine, slot, scale, ledger)),
    ...serviceCallers(seed, slot, scale),
    ...occasions(seed, slot, ledger),
  ];
}

/** Events a plain run (scale 1, a slot a day) records: the measure for asking for another number. */
export function plainEvents(seed: string): number {
  const ledger = createLedger();
  let recorded = 0;
  for (const slot of slots(1)) {
    for (const entry of produce(seed, slot, 1, ledger)) if (recordedBy(entry) !== null) recorded += 1;
  }
  return recorded;
}
