import { ACCOUNT, arnOf, principalNamed, REGION, windowDays } from './names.ts';
import type { Scenario } from './schema.ts';

function midnight(day: string | null): string | undefined {
  return day === null ? undefined : `${day}T06:00:00+00:00`;
}

/** One `get-service-last-accessed-details` output, with the principal's ARN beside it. */
export function lastAccessedReports(scenario: Scenario): readonly object[] {
  return (scenario.lastAccessed ?? []).map((report) => {
    const services = Object.entries(report.services).map(([ServiceNamespace, found]) => {
      const { last, actions } =
        found === null || typeof found === 'string' ? { last: found, actions: null } : found;
      return {
        ServiceName: ServiceNamespace,
        ServiceNamespace,
        ...(last === null ? {} : { LastAuthenticated: midnight(last), LastAuthenticatedRegion: REGION }),
        TotalAuthenticatedEntities: last === null ? 0 : 1,
        ...(actions === null
          ? {}
          : {
              TrackedActionsLastAccessed: Object.entries(actions).map(([ActionName, day]) => ({
                ActionName,
                ...(day === null ? {} : { LastAccessedTime: midnight(day) }),
              })),
            }),
      };
    });
    const generated = report.generated ?? windowDays(scenario).end;
    return {
      Arn: arnOf(principalNamed(scenario, report)),
      JobStatus: 'COMPLETED',
      JobType: services.some((service) => 'TrackedActionsLastAccessed' in service)
        ? 'ACTION_LEVEL'
        : 'SERVICE_LEVEL',
      JobCreationDate: `${generated}T00:00:00+00:00`,
      JobCompletionDate: `${generated}T00:00:00+00:00`,
      IsTruncated: false,
      ServicesLastAccessed: services,
    };
  });
}

const READ_ONLY: Readonly<Record<string, readonly object[]>> = {
  All: [],
  ReadOnly: [{ Field: 'readOnly', Equals: ['true'] }],
  WriteOnly: [{ Field: 'readOnly', Equals: ['false'] }],
};

/** describe-trails, get-event-selectors and get-trail-status of every trail, in one file; null when none is told. */
export function trailDescriptions(scenario: Scenario): object | null {
  const { trails } = scenario;
  if (trails === undefined) return null;
  const arn = (name: string) => `arn:aws:cloudtrail:${REGION}:${ACCOUNT}:trail/${name}`;
  return {
    trailList: trails.map(({ name, multiRegion = true }) => ({
      Name: name,
      TrailARN: arn(name),
      S3BucketName: 'trail-logs',
      HomeRegion: REGION,
      IsMultiRegionTrail: multiRegion,
      IsOrganizationTrail: false,
      IncludeGlobalServiceEvents: true,
      HasCustomEventSelectors: true,
    })),
    selectors: trails.map(({ name, management = 'All', excludedSources = [], data = {} }) => ({
      TrailARN: arn(name),
      AdvancedEventSelectors: [
        ...(management === 'None'
          ? []
          : [
              {
                FieldSelectors: [
                  { Field: 'eventCategory', Equals: ['Management'] },
                  ...(READ_ONLY[management] ?? []),
                  ...(excludedSources.length === 0
                    ? []
                    : [{ Field: 'eventSource', NotEquals: excludedSources }]),
                ],
              },
            ]),
        ...Object.entries(data).map(([type, prefixes]) => ({
          FieldSelectors: [
            { Field: 'eventCategory', Equals: ['Data'] },
            { Field: 'resources.type', Equals: [type] },
            ...(prefixes.length === 0 ? [] : [{ Field: 'resources.ARN', StartsWith: prefixes }]),
          ],
        })),
      ],
    })),
    statuses: trails.map(({ name, logging = true }) => ({ TrailARN: arn(name), IsLogging: logging })),
  };
}
