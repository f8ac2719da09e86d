/**
 * An error in lines. Names of files and of AWS stand in messages, and may have line breaks of their own: only `lines` tells
 * those from ours.
 */
class ErrorInLines extends Error {
  readonly lines: readonly string[];

  /** @param details lines to stand below the message */
  constructor(message: string, details: readonly string[] = []) {
    super([message, ...details].join('\n'));
    this.lines = [message, ...details];
  }
}

/** The user can mend it: what is wrong and what to do. Exit code 2. */
export class UserError extends ErrorInLines {
  override readonly name = 'UserError';
}

/** A source of evidence failed. Exit code 4, or 5 when credentials or permissions are missing. */
export class SourceError extends Error {
  override readonly name = 'SourceError';
  readonly source: string;
  readonly exitCode: 4 | 5;

  constructor(source: string, message: string, exitCode: 4 | 5 = 4) {
    super(`${source}: ${message}`);
    this.source = source;
    this.exitCode = exitCode;
  }
}

/** Git or the forge refused or failed while a proposal was handed over. Exit code 6. */
export class PublishError extends ErrorInLines {
  override readonly name = 'PublishError';
}
