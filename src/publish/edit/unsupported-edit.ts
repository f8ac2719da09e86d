/** A change that cannot be made in this file while keeping the rest of it: it goes to a sidecar file, with this reason. */
export class UnsupportedEdit extends Error {
  override readonly name = 'UnsupportedEdit';
  /** Where in the file; null when it is about all of it. */
  readonly offset: number | null;

  constructor(message: string, offset: number | null = null) {
    super(message);
    this.offset = offset;
  }
}
