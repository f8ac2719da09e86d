/** What a request must be answered, before and after a proposal is applied. */
export type TestDecision = 'allowed' | 'denied';

/** The parameters of IAM's SimulateCustomPolicy that ask the same request (IAM API Reference, API_SimulateCustomPolicy). */
export interface SimulatedRequest {
  readonly ActionNames: readonly string[];
  readonly ResourceArns: readonly string[];
  readonly ContextEntries: readonly {
    readonly ContextKeyName: string;
    readonly ContextKeyValues: readonly string[];
    readonly ContextKeyType: 'string' | 'stringList';
  }[];
}

/** The policies the request is asked of, as SimulateCustomPolicy takes them: each a document's text. */
export interface SimulatedPolicies {
  readonly PolicyInputList: readonly string[];
  /** Absent = no permissions boundary. */
  readonly PermissionsBoundaryPolicyInputList?: readonly string[];
}

export interface PolicyTest {
  readonly kind: 'must-allow' | 'must-deny';
  readonly basis: 'observed-use' | 'removed' | 'never';
  /** One sentence: why it must be so. */
  readonly why: string;
  readonly expect: { readonly before: TestDecision; readonly after: TestDecision };
  /** Set where a never list asks for a denial that the proposal does not give, and why. */
  readonly unmet?: string;
  readonly simulate: SimulatedRequest;
}

/** Requests that hold a principal's policies to what was proposed: the content of `tests.json`. */
export interface PrincipalTests {
  readonly principalArn: string;
  readonly simulate: { readonly before: SimulatedPolicies; readonly after: SimulatedPolicies };
  readonly tests: readonly PolicyTest[];
}
