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

/**
 * What witnesses said, told apart by a number: by what is said and not by identity, since most permissions share it.
 * Remembered from one principal to the next, for asking each anew is slow; the texts, which are long, once each.
 */
export class Sayings {
  readonly #ofWitnesses = new Map<Witnesses, number>();
  readonly #ofTexts = new Map<string, number>();

  numberOf(witnesses: Witnesses): number {
    const known = this.#ofWitnesses.get(witnesses);
    if (known !== undefined) return known;
    const text = textOf(witnesses);
    const number = this.#ofTexts.get(text) ?? this.#ofTexts.size;
    this.#ofTexts.set(text, number);
    this.#ofWitnesses.set(witnesses, number);
    return number;
  }
}

const textOf = (witnesses: Witnesses): string =>
  witnesses
    .map(({ witness, saw, from, to, complete, detail }) =>
      [witness, saw, from, to, complete ? '+' : '-', detail].join('\u0000'),
    )
    .join('\u0001');

/** The proofs of one principal, numbered as they come. */
export class Proofs {
  readonly #sayings: Sayings;
  readonly #proofs = new Map<number, ProofView>();

  constructor(sayings: Sayings) {
    this.#sayings = sayings;
  }

  get all(): readonly ProofView[] {
    return [...this.#proofs.values()];
  }

  numberOf({ witnesses }: Pick<AssessmentPermission, 'witnesses'>): string {
    if (witnesses.length === 0) return '';
    const saying = this.#sayings.numberOf(witnesses);
    const known = this.#proofs.get(saying);
    if (known !== undefined) return known.number;
    const number = String(this.#proofs.size + 1);
    this.#proofs.set(saying, proofView(number, witnesses));
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
