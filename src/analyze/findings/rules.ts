import { administratorAccess } from './administrator-access.ts';
import { bucketObjectArnMixup } from './bucket-object-arn-mixup.ts';
import { canChangeAgents } from './can-change-agents.ts';
import { conflictingEvidence } from './conflicting-evidence.ts';
import { confusedTrust } from './confused-trust.ts';
import { consolePassword } from './console-password.ts';
import { dataEventsNotLogged } from './data-events-not-logged.ts';
import { deadGrant } from './dead-grant.ts';
import type { FindingRule } from './finding-rule.ts';
import { longLivedAccessKey } from './long-lived-access-key.ts';
import { misleadingVerb } from './misleading-verb.ts';
import { missingDependency } from './missing-dependency.ts';
import { neverGranted } from './never-granted.ts';
import { oidcTrustWithoutSubject } from './oidc-trust-without-subject.ts';
import { phantomApiKeyUser } from './phantom-api-key-user.ts';
import { productionWorkspaceReach } from './production-workspace-reach.ts';
import { readAndWriteNotSeparated } from './read-and-write-not-separated.ts';
import { serviceSpecificCredential } from './service-specific-credential.ts';
import { sharedByHumanAndAgent } from './shared-by-human-and-agent.ts';
import { sourceIpOnWorkload } from './source-ip-on-workload.ts';
import { spendWithoutLimit } from './spend-without-limit.ts';
import { temporaryAccessOutlived } from './temporary-access-outlived.ts';
import { unjudgedCriticalPermissions } from './unjudged-critical-permissions.ts';
import { untraceableAgentSessions } from './untraceable-agent-sessions.ts';
import { unusedPrincipal } from './unused-principal.ts';
import { unusedSensitivePermissions } from './unused-sensitive-permissions.ts';
import { unverifiedUserToken } from './unverified-user-token.ts';
import { wildcardResource } from './wildcard-resource.ts';

/** Every finding there is. To add one: a file with a `FindingRule` beside these, and its line here. */
export const FINDING_RULES: readonly FindingRule[] = [
  administratorAccess,
  neverGranted,
  oidcTrustWithoutSubject,
  unusedSensitivePermissions,
  phantomApiKeyUser,
  sharedByHumanAndAgent,
  unjudgedCriticalPermissions,
  unusedPrincipal,
  dataEventsNotLogged,
  conflictingEvidence,
  deadGrant,
  canChangeAgents,
  confusedTrust,
  consolePassword,
  bucketObjectArnMixup,
  longLivedAccessKey,
  misleadingVerb,
  missingDependency,
  productionWorkspaceReach,
  readAndWriteNotSeparated,
  serviceSpecificCredential,
  sourceIpOnWorkload,
  spendWithoutLimit,
  temporaryAccessOutlived,
  untraceableAgentSessions,
  unverifiedUserToken,
  wildcardResource,
];
