import { administratorAccess } from './administrator-access.ts';
import { conflictingEvidence } from './conflicting-evidence.ts';
import { dataEventsNotLogged } from './data-events-not-logged.ts';
import { deadGrant } from './dead-grant.ts';
import type { FindingRule } from './finding-rule.ts';
import { oidcTrustWithoutSubject } from './oidc-trust-without-subject.ts';
import { phantomApiKeyUser } from './phantom-api-key-user.ts';
import { sharedByHumanAndAgent } from './shared-by-human-and-agent.ts';
import { unjudgedCriticalPermissions } from './unjudged-critical-permissions.ts';
import { unusedPrincipal } from './unused-principal.ts';
import { unusedSensitivePermissions } from './unused-sensitive-permissions.ts';

/** Every finding there is. To add one: a file with a `FindingRule` beside these, and its line here. */
export const FINDING_RULES: readonly FindingRule[] = [
  administratorAccess,
  oidcTrustWithoutSubject,
  unusedSensitivePermissions,
  phantomApiKeyUser,
  sharedByHumanAndAgent,
  unjudgedCriticalPermissions,
  unusedPrincipal,
  dataEventsNotLogged,
  conflictingEvidence,
  deadGrant,
];
