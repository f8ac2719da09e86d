import type { Activity } from './facts.ts';

export type AccessLevel = 'List' | 'Read' | 'Write' | 'Tagging' | 'Permissions management';

export type Severity = 'critical' | 'high' | 'medium' | 'low';

/** One IAM action as the service authorization reference has it. */
export interface ActionInfo {
  /** Canonical spelling, e.g. `s3:GetObject`. */
  readonly name: string;
  /** The reference may give several ("Permissions management, Write"). */
  readonly accessLevels: readonly AccessLevel[];
  /** ARN templates with `${...}` placeholders of its resource types; empty = only `*` works. */
  readonly resourceArns: readonly string[];
}

/** Which CloudTrail record could show an action. */
export type CloudTrailVisibility =
  | {
      readonly kind: 'management';
      /**
       * Some operations authorised as this action are data events of these types instead (bedrock:InvokeModel and
       * StartAsyncInvoke): management events prove its use, and its non-use only together with them.
       */
      readonly alsoDataTypes?: readonly string[];
    }
  /** `resourceTypes`: data-event types that carry it; empty = a data event of a type we do not know. */
  | { readonly kind: 'data'; readonly resourceTypes: readonly string[] }
  /** AWS records no event for it (PassRole, execute-api, rds-db...). */
  | { readonly kind: 'never' }
  /** No API operation is known to exercise it, so its use could not be recognised. */
  | { readonly kind: 'unmapped' };

export interface ActionWitnesses {
  readonly cloudTrail: CloudTrailVisibility;
  /** Global services log to us-east-1 only. */
  readonly global: boolean;
  /** Whether the service is known to report to IAM last accessed at service level. */
  readonly lastAccessedService: boolean;
}

export interface Sensitivity {
  /** Names of categories, sorted. */
  readonly categories: readonly string[];
  readonly severity: Severity;
}

/** What one kind of event exercised. */
export type EventActions =
  | {
      readonly kind: 'actions';
      /** Actions the event certainly exercised. */
      readonly certain: readonly string[];
      /** Actions the operation may authorise and the request does not decide. */
      readonly possible: readonly string[];
    }
  /** An API call that needs no permission (sts:GetCallerIdentity). */
  | { readonly kind: 'no-permission-needed' }
  /**
   * No action is known for it: it may have exercised any of its service. `possible`: actions of other services that it may
   * have exercised, sorted: those of a console's pages, or of what is called the same where the service is unknown.
   */
  | { readonly kind: 'unmapped'; readonly possible: readonly string[] };

export interface CatalogSource {
  readonly name: string;
  readonly version: string;
  readonly date: string;
}

/** AWS facts as a value: made once by `createCatalog`, the same for a whole run. Action names match case-insensitively. */
export interface Catalog {
  readonly sources: readonly CatalogSource[];
  readonly services: readonly string[];
  hasService(namespace: string): boolean;
  /** All actions of a service in canonical spelling, sorted; empty for an unknown service. */
  actionsOf(namespace: string): readonly string[];
  action(name: string): ActionInfo | null;
  /** Actions a pattern matches (`s3:Get*`, `*`), canonical and sorted. Cached by pattern. */
  expand(pattern: string): readonly string[];
  eventActions(event: Pick<Activity, 'eventSource' | 'eventName' | 'features' | 'outcome'>): EventActions;
  /** IAM namespace an event source belongs to (`monitoring.amazonaws.com` -> `cloudwatch`), known or not. */
  namespaceOf(eventSource: string): string;
  witnesses(action: string): ActionWitnesses;
  sensitivity(action: string): Sensitivity | null;
  /** All sensitive actions, canonical and sorted. */
  readonly sensitiveActions: readonly string[];
  /** Why an action must stay although unused, given the other actions that stay (e.g. sts:GetWebIdentityToken). */
  dependencyReason(action: string, keptActions: Iterable<string>): string | null;
}
