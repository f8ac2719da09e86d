import type { Window } from '../../domain/window.ts';

const DAY = 86_400_000;

/** One `path` of bars, one per day of the window: 500 principals need 500 elements, not 45,000. */
export interface Sparkline {
  readonly width: number;
  readonly height: number;
  readonly path: string;
  readonly label: string;
}

const STEP = 4;
const HEIGHT = 32;

/** Calls a day as bars on a square-root scale, so that a quiet day stays visible beside a busy one. */
export function sparkline(
  activeDays: readonly { readonly day: string; readonly calls: number }[],
  window: Window,
): Sparkline {
  const start = Math.floor(Date.parse(window.start) / DAY);
  const days = Math.max(1, Math.ceil(Date.parse(window.end) / DAY) - start);
  const busiest = Math.max(1, ...activeDays.map(({ calls }) => calls));
  const bars = activeDays.flatMap(({ day, calls }) => {
    const index = Math.floor(Date.parse(`${day}T00:00:00Z`) / DAY) - start;
    if (index < 0 || index >= days || calls === 0) return [];
    const height = Math.max(2, Math.round(Math.sqrt(calls / busiest) * (HEIGHT - 2)));
    return [`M${index * STEP} ${HEIGHT - 1}v-${height}h${STEP - 1}v${height}z`];
  });
  const label =
    bars.length === 0
      ? 'No calls in the window'
      : `Calls on ${bars.length} of ${days} days, at most ${busiest} a day`;
  return { width: days * STEP, height: HEIGHT, path: bars.join(''), label };
}
