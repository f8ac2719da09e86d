import type { Unreadable } from '../../domain/collected.ts';
import type { Trail } from '../../domain/facts.ts';
import { parseArn } from '../../iam/index.ts';
import { advancedSelection } from './advanced-selectors.ts';
import { basicSelection, type Selection } from './basic-selectors.ts';
import type { EventSelectors, TrailDescription } from './schema.ts';
import type { TrailParts } from './trail-parts.ts';

/** Without custom selectors a trail logs all management events and no data events (CloudTrail API, CreateTrail). */
const DEFAULT_SELECTION: Selection = {
  management: { read: true, write: true, excludedSources: [] },
  data: [],
};
const NOTHING_KNOWN: Selection = { management: null, data: [] };

/**
 * Joins the parts by TrailARN. A missing part proves nothing: a trail without selectors logs nothing as far as we
 * know, one without description covers one region; both are told. Several selectors or statuses of one trail differ
 * only when taken at different times; then the trail proves nothing either.
 */
export function trailsOf(parts: TrailParts): {
  readonly trails: readonly Trail[];
  readonly unreadable: readonly Unreadable[];
} {
  const unreadable: Unreadable[] = [];
  const trails = parts.arns.map((arn): Trail => {
    const account = parseArn(arn)?.account ?? '';
    const about = <T extends { readonly TrailARN?: string | undefined }>(
      items: readonly { readonly value: T; readonly location: string }[],
    ) => distinct(items.filter(({ value }) => value.TrailARN === arn));
    const descriptions = about(parts.descriptions);
    const selectors = about(parts.selectors);
    const embedded = descriptions.flatMap(({ value, location }) =>
      value.Status === undefined ? [] : [{ value: { ...value.Status, TrailARN: arn }, location }],
    );
    const statuses = about([...parts.statuses, ...embedded]);
    const tell = (location: string | undefined, reason: string): void => {
      unreadable.push({
        kind: 'trails',
        location: location ?? arn,
        reason,
        account,
        region: null,
        day: null,
      });
    };
    const [description] = descriptions;
    const [selector] = selectors;
    const [status] = statuses;
    const place = (description ?? selector ?? status)?.location;
    if (description === undefined)
      tell(place, `${arn} has no describe-trails output: taken as a trail of one region`);
    for (const [what, found] of [
      ['descriptions', descriptions],
      ['event selectors', selectors],
      ['statuses', statuses],
    ] as const) {
      if (found.length > 1)
        tell(place, `${arn} has ${what} that differ: taken as logging nothing; give them of one time`);
    }
    const isAmbiguous = descriptions.length > 1 || selectors.length > 1 || statuses.length > 1;
    const selection = isAmbiguous ? NOTHING_KNOWN : selectionOf(description?.value, selector?.value);
    if (selection === null) {
      tell(place, `${arn} has no get-event-selectors output: what it logs is unknown`);
    }
    return {
      arn,
      account,
      homeRegion: description?.value.HomeRegion ?? parseArn(arn)?.region ?? '',
      multiRegion: description?.value.IsMultiRegionTrail ?? false,
      organization: description?.value.IsOrganizationTrail ?? false,
      globalServiceEvents: description?.value.IncludeGlobalServiceEvents ?? false,
      isLogging: status?.value.IsLogging ?? null,
      loggingSince: status?.value.StartLoggingTime ?? null,
      ...(selection ?? NOTHING_KNOWN),
    };
  });
  for (const { value, location } of parts.statuses) {
    if (value.TrailARN !== undefined) continue;
    const reason = 'a trail status names no trail; add "TrailARN" to it';
    unreadable.push({ kind: 'trails', location, reason, account: null, region: null, day: null });
  }
  return { trails, unreadable };
}

function selectionOf(
  description: TrailDescription | undefined,
  selectors: EventSelectors | undefined,
): Selection | null {
  if (selectors !== undefined) {
    const basic = basicSelection(selectors.EventSelectors ?? []);
    const advanced = advancedSelection(selectors.AdvancedEventSelectors ?? []);
    // A trail has basic or advanced selectors, never both (CloudTrail API, PutEventSelectors).
    return (selectors.AdvancedEventSelectors?.length ?? 0) > 0 ? advanced : basic;
  }
  return description?.HasCustomEventSelectors === false ? DEFAULT_SELECTION : null;
}

/** Equal values once (a multi-region trail is described again in every region), sorted. */
function distinct<T>(items: readonly { readonly value: T; readonly location: string }[]) {
  const byText = new Map(items.map((item) => [JSON.stringify(item.value), item]));
  return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item);
}
