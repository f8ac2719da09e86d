import type { AssessmentPermission } from '../assessment-schema.ts';
import { SAW_WORDS, WITNESS_WORDS } from '../words.ts';
import { formatDay } from './format.ts';

type Witnesses = AssessmentPermission['witnesses'];

/** What the witnesses of one or more permissions said; numbered once per principal, since most rows share it. */
export interface ProofView {
  readonly number: string;
  readonly witnesses: readonly {
    readonly name: string;
    readonly saw: string;
    readonly period: string;
    readonly complete: boolean;
    readonly detail: string;
  }[];
}

/** By what is said and not by identity: most permissions of a principal share it. */
function keyOf(witnesses: Witnesses): string {
  return witnesses
    .map(({ witness, saw, from, to, complete, detail }) =>
      [witness, saw, from, to, complete ? '+' : '-', detail].join('\u0000'),
    )
    .join('\u0001');
}

/** The proofs of one principal, numbered as they come. */
export class Proofs {
  readonly #keys: Map<Witnesses, string>;
  readonly #proofs = new Map<string, ProofView>();

  /** @param keys of what witnesses said, of principals before this one too: JSON for each permission is slow */
  constructor(keys: Map<Witnesses, string>) {
    this.#keys = keys;
  }

  get all(): readonly ProofView[] {
    return [...this.#proofs.values()];
  }

  numberOf({ witnesses }: Pick<AssessmentPermission, 'witnesses'>): string {
    if (witnesses.length === 0) return '';
    const key = this.#keys.get(witnesses) ?? keyOf(witnesses);
    this.#keys.set(witnesses, key);
    const known = this.#proofs.get(key);
    if (known !== undefined) return known.number;
    const number = String(this.#proofs.size + 1);
    this.#proofs.set(key, proofView(number, witnesses));
    return number;
  }
}

function proofView(number: string, witnesses: Witnesses): ProofView {
  return {
    number,
    witnesses: witnesses.map(({ witness, saw, from, to, complete, detail }) => ({
      name: WITNESS_WORDS[witness],
      saw: SAW_WORDS[saw],
      period: `${formatDay(from)} to ${formatDay(to)}`,
      complete,
      detail,
    })),
  };
}
