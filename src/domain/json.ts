/** A JSON value as `JSON.parse` returns it; policy documents keep theirs so that an untouched part stays untouched. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json;
}
