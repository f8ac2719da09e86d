/** A person's word that a principal needs a workspace. */
export interface DocumentedNeed {
  /** ARN, with `*` and `?` allowed. */
  readonly principal: string;
  /** Workspace id or ARN, with `*` and `?` allowed. */
  readonly workspace: string;
  readonly owner: string;
  readonly reason: string;
}

/** What one principal can do with one Claude Platform workspace. */
export interface WorkspaceReach {
  readonly principalArn: string;
  readonly account: string;
  /** ARN of a workspace that a policy, the log or the configuration names; else the pattern of the policy. */
  readonly workspace: string;
  readonly production: boolean;
  /** `owner: reason` of the documented need; null when there is none. */
  readonly documentedNeed: string | null;
  readonly access: readonly {
    readonly capability: string;
    readonly actions: readonly string[];
    /** Whether the log shows one of them on this workspace. */
    readonly used: boolean;
  }[];
}
