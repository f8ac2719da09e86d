import type { Collected, InputRecord, Unreadable } from '../domain/collected.ts';
import { collectAuthorizationDetails } from './authorization-details/collect-authorization-details.ts';
import { type CollectedUsage, collectCloudTrail } from './cloudtrail/collect-cloudtrail.ts';
import { resolveIamNames } from './cloudtrail/resolve-iam-names.ts';
import { collectCredentials } from './credentials/collect-credentials.ts';
import { collectLastAccessed } from './last-accessed/collect-last-accessed.ts';
import { collectOrganization } from './organizations/collect-organization.ts';
import type { Sources } from './sources.ts';
import { collectTrails } from './trails/collect-trails.ts';

/**
 * Reads everything the user gave into the value the pure core works on. The same input gives the same value, whatever
 * the order of files, their compression or the machine.
 *
 * @throws UserError for input that is missing or not what it was given as.
 */
export async function collect(sources: Sources): Promise<Collected> {
  const grants = await collectAuthorizationDetails(unique(sources.authorizationDetails));
  const lastAccessed = await collectLastAccessed(unique(sources.lastAccessed), grants.principals);
  const { credentialReports = [], serviceSpecificCredentials = [], accessKeys = [] } = sources;
  const { loginProfiles = [] } = sources;
  const given = { credentialReports, serviceSpecificCredentials, accessKeys, loginProfiles };
  const credentials = Object.values(given).every((typed) => typed.length === 0)
    ? null
    : await collectCredentials(
        {
          reports: unique(credentialReports),
          serviceSpecific: unique(serviceSpecificCredentials),
          accessKeys: unique(accessKeys),
          loginProfiles: unique(loginProfiles),
        },
        grants.principals,
      );
  const trails = sources.trails.length === 0 ? null : await collectTrails(unique(sources.trails));
  const { scps = [], missing = [], doneWithout = [], eventHistory = [] } = sources;
  const control = scps.length === 0 ? null : await collectOrganization(unique(scps));
  const logs = await collectUsage(sources);
  const collectors = [grants, lastAccessed, trails, logs];
  const inputs = [
    ...collectors.flatMap((collector) => collector?.inputs ?? []),
    ...(credentials?.inputs ?? []),
    ...(control?.inputs ?? []),
  ];
  return {
    principals: grants.principals,
    policies: grants.policies,
    usage:
      logs === null
        ? null
        : {
            ...logs.usage,
            activity: resolveIamNames(logs.usage.activity, grants.principals),
            sessionActivity: resolveIamNames(logs.usage.sessionActivity ?? [], grants.principals),
          },
    ...(eventHistory.length > 0 && { eventHistory }),
    lastAccessed: lastAccessed.reports,
    trails: trails?.trails ?? null,
    ...(credentials !== null && { credentials: credentials.credentials }),
    ...(control !== null && { organization: control.organization }),
    inputs: inputs.sort(byInput),
    unreadable: [...missing, ...collectors.flatMap((collector) => collector?.unreadable ?? [])].sort(byPlace),
    ...(doneWithout.length > 0 && { doneWithout: [...doneWithout].sort(byPlace) }),
  };
}

/** Usage from one engine: of an event in both, each would count it. Null when neither is asked. */
async function collectUsage(sources: Sources): Promise<CollectedUsage | null> {
  const { athena, cloudTrail, window, environment = {} } = sources;
  if (athena !== undefined) {
    const { collectAthena } = await import('./athena/collect-athena.ts');
    return collectAthena(athena, window, environment);
  }
  return cloudTrail.length === 0 ? null : collectCloudTrail(unique(cloudTrail), window, sources);
}

/** Named twice is given once. */
function unique(typed: readonly string[]): string[] {
  return [...new Set(typed)].sort();
}

function byInput(a: InputRecord, b: InputRecord): number {
  return `${a.kind}\n${a.location}` < `${b.kind}\n${b.location}` ? -1 : 1;
}

function byPlace(a: Unreadable, b: Unreadable): number {
  return [a.kind, a.location, a.reason].join('\n') < [b.kind, b.location, b.reason].join('\n') ? -1 : 1;
}
