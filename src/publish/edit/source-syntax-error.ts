/** A file that cannot be read as what its name says; the caller decides whether that matters. */
export class SourceSyntaxError extends Error {
  override readonly name = 'SourceSyntaxError';
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}
