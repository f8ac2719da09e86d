/** Why a query has no answer, in words for people. `mayRetry`: AWS says that the same query may succeed. */
export class QueryFailure extends Error {
  override readonly name = 'QueryFailure';
  readonly mayRetry: boolean;

  constructor(message: string, mayRetry = false) {
    super(message);
    this.mayRetry = mayRetry;
  }
}
