import type { JsonObject } from '../domain/json.ts';
import type { Policy } from '../domain/policy.ts';
import type { Principal } from '../domain/principal.ts';

/** The first file: how many lines each relation has, and every fact that is no list. */
export interface FactsHeader {
  readonly factsVersion: number;
  readonly relations: Readonly<Record<string, number>>;
  readonly usage: PackedFields | null;
  /** False: no trail description was given, which is not the same as an account without trails. */
  readonly trails: boolean;
  readonly others: PackedFields;
}

/** The fields of an object: those that are lists are relations of their own under the field's name. */
interface PackedFields {
  readonly lists: readonly string[];
  readonly values: Readonly<Record<string, unknown>>;
}

/** A value with its policy documents replaced by their key in the relation `documents`. */
type Packed<T, Fields extends keyof T> = Omit<T, Fields> & {
  readonly [Field in Fields]: string | null;
};

export type PackedPrincipal = Packed<Principal, 'trustPolicy'>;
export type PackedPolicy = Omit<Policy, 'document' | 'versions'> & {
  readonly document: string | null;
  readonly versions: readonly Packed<Policy['versions'][number], 'document'>[];
};
export interface PackedDocument {
  readonly key: string;
  readonly raw: JsonObject;
}
