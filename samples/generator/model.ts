import type { Json, JsonObject } from '../../src/domain/json.ts';
import type { Rhythm } from './calendar.ts';
import type { Prng } from './prng.ts';
import type { Region } from './world.ts';

/** One role or user as IAM would describe it; unique ids and last use are added when the export is written. */
export interface Identity {
  readonly kind: 'role' | 'user';
  readonly name: string;
  /** Begins and ends with `/`. */
  readonly path: string;
  readonly account: string;
  readonly created: string;
  readonly description?: string;
  readonly tags?: Readonly<Record<string, string>>;
  /** Roles only. */
  readonly trust?: JsonObject;
  readonly inline?: Readonly<Record<string, JsonObject>>;
  /** Names of customer-managed policies of the account, or ARNs of AWS-managed ones. */
  readonly managed?: readonly string[];
  /** Name of a customer-managed policy. */
  readonly boundary?: string;
  readonly groups?: readonly string[];
  readonly instanceProfile?: string;
  readonly maxSessionHours?: number;
  /** Until then the ARN belonged to another role with another unique id. */
  readonly recreatedAt?: string;
}

export interface Group {
  readonly name: string;
  readonly account: string;
  readonly created: string;
  readonly inline: Readonly<Record<string, JsonObject>>;
  readonly managed: readonly string[];
}

export interface ManagedPolicy {
  readonly name: string;
  readonly path: string;
  /** The account, or `aws` for an AWS-managed policy. */
  readonly owner: string;
  readonly created: string;
  /** Newest first; the first is the default version. */
  readonly versions: readonly {
    readonly id: string;
    readonly created: string;
    readonly document: JsonObject;
  }[];
}

/** What a call's request, response and resources are made from. */
export interface CallContext {
  readonly account: string;
  readonly region: Region;
  readonly time: number;
  readonly random: Prng;
  /** Resource the session works on, where its steps must agree (a stack, a function, a bucket). */
  readonly subject: string;
}

/** One API operation as CloudTrail records it. */
export interface Call {
  /** Event source without `.amazonaws.com`. */
  readonly source: string;
  readonly name: string;
  /** IAM actions it exercises with this request; a denial names the first. */
  readonly actions: readonly string[];
  readonly write?: true;
  /** CloudTrail data-event resource type; absent for management events. */
  readonly dataType?: string;
  /** A global service: recorded in us-east-1 whatever the caller's region. */
  readonly global?: true;
  readonly request?: (c: CallContext) => Json;
  readonly response?: (c: CallContext) => Json;
  readonly resources?: (c: CallContext) => readonly { readonly type: string; readonly arn: string }[];
  /** `additionalEventData`. */
  readonly extra?: (c: CallContext) => JsonObject;
}

export type Failure = 'denied' | 'denied-explicitly' | 'denied-by-boundary' | 'no-such-key' | 'throttled';

/** One line of a routine: a call, how often, and how it goes. */
export interface Step<CallId extends string = string> {
  readonly call: CallId;
  readonly times?: readonly [number, number];
  readonly chance?: number;
  readonly fails?: Failure;
  /** Instead of the session's subject. */
  readonly subject?: string;
  /** A forward access session or the AWS MCP server: `userIdentity.invokedBy`. */
  readonly via?: string;
}

type Tags = Readonly<Record<string, string>>;

/** How the session's credentials came about, as the log shows it. */
export type Opening =
  /** An AWS service assumes the role for a workload; services reuse credentials, so not every session shows it. */
  | {
      readonly by: 'service';
      readonly service: string;
      readonly tags?: (person: string, random: Prng) => Tags;
    }
  | { readonly by: 'identity-center' }
  | { readonly by: 'github'; readonly repository: string; readonly ref: string }
  /** Another role's session assumes it: role chaining. */
  | {
      readonly by: 'role';
      readonly identity: string;
      readonly tags?: (person: string, random: Prng) => Tags;
    }
  /** A user's own access key. */
  | { readonly by: 'access-key' }
  /** A long-term API key: a bearer token, so the record names the user and no access key. */
  | { readonly by: 'api-key' };

/** What one identity does day after day. */
export interface Routine<CallId extends string = string> {
  readonly id: string;
  /** `<account>/<name>` of the identity table. */
  readonly identity: string;
  readonly region: Region;
  /** Sessions on a plain weekday. */
  readonly perDay: number;
  readonly rhythm: Rhythm;
  /** Days it runs between, both inclusive. */
  readonly from?: string;
  readonly until?: string;
  readonly opening: Opening;
  /** Who or what is behind the sessions, in turns: people, instances, task ids. */
  readonly people: readonly string[];
  /** Role session name; the person's own when absent. */
  readonly sessionName?: (person: string, random: Prng) => string;
  /** The opener set the person as source identity. */
  readonly sourceIdentity?: true;
  readonly userAgent: string;
  readonly address: Address;
  readonly subjects: readonly string[];
  readonly mfa?: true;
  readonly steps: readonly Step<CallId>[];
  /** Driven through the AWS MCP server: a tool event precedes the calls it lists, which carry its mark. */
  readonly mcp?: true;
}

export type Address = 'office' | 'home' | 'aws' | 'github';
