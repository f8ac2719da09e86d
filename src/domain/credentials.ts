/** Long-term credentials of IAM users, which GetAccountAuthorizationDetails does not tell. */
export interface Credentials {
  /** Sorted by user, then key. */
  readonly accessKeys: readonly AccessKey[];
  /** Sorted by user, then id. */
  readonly serviceSpecific: readonly ServiceSpecificCredential[];
  /** Sorted by user. Absent: not read by the version that wrote these facts. */
  readonly passwords?: readonly ConsolePassword[];
}

/** The console password of an IAM user, with which a person may sign in as it. */
export interface ConsolePassword {
  readonly userArn: string;
  /** Set or changed; null when neither source tells. */
  readonly lastChanged: string | null;
  /** Null: never since IAM began to track it, in October 2014. Absent: only a credential report tells. */
  readonly lastUsed?: string | null;
  /** Whether an MFA device is active. Absent: only a credential report tells. */
  readonly mfa?: boolean;
}

/** One access key as the IAM credential report has it; the report numbers keys and does not name them. */
export interface AccessKey {
  readonly userArn: string;
  readonly key: 1 | 2;
  readonly active: boolean;
  /** Created or last changed; null when the report does not tell. */
  readonly lastRotated: string | null;
  /** Null: never since IAM began to track it, in April 2015. */
  readonly lastUsed: string | null;
  readonly lastUsedService: string | null;
}

/** One credential of ListServiceSpecificCredentials: for Bedrock, Claude Platform and logs a long-term API key. */
export interface ServiceSpecificCredential {
  readonly id: string;
  readonly userName: string;
  readonly account: string;
  /** E.g. `bedrock.amazonaws.com`. */
  readonly service: string;
  readonly active: boolean;
  readonly created: string;
  /** Null: it does not expire. */
  readonly expires: string | null;
}
