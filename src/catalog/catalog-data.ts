import type { CloudTrailVisibility, Severity } from '../domain/catalog.ts';

/** Where a data file's facts come from and how to renew them; every file in `data/` starts with it. */
export interface DataSource {
  readonly source: string;
  readonly version: string;
  /** UTC day of the facts, `yyyy-mm-dd`. */
  readonly date: string;
  readonly refresh: string;
}

/** `data/actions.json`: the service authorization reference, one line an action. */
export interface ActionsFile extends DataSource {
  /** Distinct ARN templates; actions refer to them by position. */
  readonly arns: readonly string[];
  /** Namespace -> action -> access-level letters (L R W T P), then positions in `arns`: `"W 3 4"`. */
  readonly services: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** `data/operations.json`: API operations whose authorised actions are not just the action of the same name. */
export interface OperationsFile extends DataSource {
  /**
   * Namespace -> operation -> `certain | others`. Actions are separated by spaces; one without a namespace is of
   * the service itself. `certain` is what every such call is authorised for; the others depend on the request.
   */
  readonly operations: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** First label of an event source (or an SDK's service name) -> namespace, where the two differ. */
  readonly aliases: Readonly<Record<string, string>>;
  /** Namespace -> actions (separated by spaces) that no known API operation exercises; `*` = all of them. */
  readonly unexercised: Readonly<Record<string, string>>;
}

/** `data/event-overrides.json`: what the two references leave open or get wrong, decided by hand with a source. */
export interface EventOverridesFile extends DataSource {
  /** Event source without `.amazonaws.com` -> namespace; goes before every derived alias. */
  readonly eventSources: Readonly<Record<string, string>>;
  /**
   * Event source of a console -> namespaces that authorise its pages. Its events name what was done on a page
   * (`SetContactAddress`), and never the action.
   */
  readonly consoles: Readonly<Record<string, readonly string[]>>;
  /** Like `OperationsFile.operations`; replaces that entry. */
  readonly operations: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Operations that any authenticated (or anonymous) caller may make: `namespace:Operation`. */
  readonly noPermissionNeeded: readonly string[];
}

/** `data/claude-platform.json`: the Claude Platform on AWS, whose actions the authorization reference lags behind. */
export interface ClaudePlatformFile extends DataSource {
  /** Actions that are documented but not in the authorization reference: name -> as in `ActionsFile`. */
  readonly documentedOnly: Readonly<Record<string, string>>;
}

/** `data/ai-platforms.json`: every action of the namespaces that agents live in, each decided by name. */
export interface AiPlatformsFile extends DataSource {
  readonly namespaces: Readonly<
    Record<
      string,
      {
        /** Actions without the namespace, each in one group. */
        readonly witnesses: readonly (CloudTrailVisibility & {
          readonly source: string;
          readonly actions: readonly string[];
        })[];
        /** Looked at and left out of the sensitive packs, so that leaving out is a decision and not an oversight. */
        readonly notSensitive: readonly { readonly why: string; readonly actions: readonly string[] }[];
      }
    >
  >;
}

/** `data/visibility.json`: which record could show an action. */
export interface VisibilityFile extends DataSource {
  /** Action patterns AWS records no event for. */
  readonly never: readonly string[];
  /** Action pattern -> data-event resource types; an empty list = a data event of a type nobody documents. First match wins. */
  readonly data: readonly {
    readonly actions: readonly string[];
    readonly resourceTypes: readonly string[];
  }[];
  /** Namespaces whose events are recorded in us-east-1 only. */
  readonly globalServices: readonly string[];
  /**
   * Action patterns whose use is not known to reach IAM last accessed at service level: namespaces without a public API
   * operation or younger than 2025, unless a real report shows a time for them; and `Pass*` permissions, which another
   * service checks.
   */
  readonly notReportedToLastAccessed: readonly string[];
}

/** A named list of sensitive actions; patterns are allowed (`kms:*Grant`). */
export interface SensitivePack {
  readonly name: string;
  readonly severity: Severity;
  readonly why: string;
  readonly actions: readonly string[];
}

/** `data/sensitive-packs.json`. */
export interface SensitivePacksFile extends DataSource {
  readonly packs: readonly (SensitivePack & { readonly sources: readonly string[] })[];
  /** Every action whose access level contains `Permissions management` belongs to this pack too. */
  readonly permissionsManagement: {
    readonly name: string;
    readonly severity: Severity;
    readonly why: string;
  };
}

/** All data files, as parsed. */
export interface CatalogData {
  readonly actions: ActionsFile;
  readonly operations: OperationsFile;
  readonly eventOverrides: EventOverridesFile;
  readonly claudePlatform: ClaudePlatformFile;
  readonly aiPlatforms: AiPlatformsFile;
  readonly visibility: VisibilityFile;
  readonly sensitivePacks: SensitivePacksFile;
}
