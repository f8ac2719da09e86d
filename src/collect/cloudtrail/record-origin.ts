/** What the place of a record tells where the record itself does not. */
export interface RecordOrigin {
  readonly account: string | null;
  readonly region: string | null;
}
