import type { PolicyDocument } from './policy.ts';

/** A service or resource control policy with everything it is attached to. */
export interface OrganizationPolicy {
  readonly id: string;
  readonly name: string;
  readonly type: 'SERVICE_CONTROL_POLICY' | 'RESOURCE_CONTROL_POLICY';
  /** Account ids, `ou-...` and `r-...`; sorted. */
  readonly targets: readonly string[];
  readonly document: PolicyDocument;
}

/** What of AWS Organizations limits the accounts, as far as it was given. */
export interface Organization {
  /** Sorted by id. */
  readonly policies: readonly OrganizationPolicy[];
  /** The organizational units and the root above an account, by account id. */
  readonly parents: Readonly<Record<string, readonly string[]>>;
  /** Control policies do not limit it; null when not told. */
  readonly managementAccount: string | null;
  /** Said by whoever gave them: no policy of the accounts is missing. Only then is what none allows not allowed. */
  readonly complete: boolean;
}
