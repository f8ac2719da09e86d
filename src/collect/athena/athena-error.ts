/** Why a query has no answer, in words for people. `mayRetry`: AWS says that the same query may succeed. */
export class QueryFailure extends Error {
  override readonly name = 'QueryFailure';
  readonly mayRetry: boolean;
  /** What AWS charges for it nevertheless. */
  readonly costUsd: number;

  constructor(message: string, mayRetry = false, costUsd = 0) {
    super(message);
    this.mayRetry = mayRetry;
    this.costUsd = costUsd;
  }
}
