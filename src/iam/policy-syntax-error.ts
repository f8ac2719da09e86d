import { UserError } from '../domain/errors.ts';

/** A policy document that IAM's grammar does not allow; `place` is where, e.g. `Statement[2].Action`. */
export class PolicySyntaxError extends UserError {
  readonly place: string;

  constructor(place: string, problem: string) {
    super(`${place}: ${problem}`);
    this.place = place;
  }
}
