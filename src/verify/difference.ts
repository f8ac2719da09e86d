import type { PolicyDocument } from '../domain/policy.ts';
import { intersects } from '../iam/index.ts';
import { type Clause, clausesWith } from './clause.ts';
import { demandsOf, type Uncovered, uncovered } from './coverage.ts';
import { DocumentSets } from './document-sets.ts';
import { firstOf } from './first-of.ts';
import { matchesAction } from './matches-action.ts';
import { ACTIONS } from './region.ts';

/** Requests for an action. */
export interface Asked {
  readonly action: string;
  /** Patterns of the resources they were about, asked for only when something that allowed the action is gone. */
  resources(): readonly string[];
}

/** What sets of documents lose against others; principals share documents, so each pair is looked at once. */
export class Differences {
  readonly #sets = new DocumentSets();
  readonly #known = new Map<string, Difference | null>();

  /** Null: word for word, every Allow there was is still there, and every Deny there is was there. */
  of(was: readonly PolicyDocument[], is: readonly PolicyDocument[]): Difference | null {
    const key = `${this.#sets.keyOf(was)}|${this.#sets.keyOf(is)}`;
    let known = this.#known.get(key);
    if (known === undefined) {
      const gone = changed('Allow', was, is);
      const added = changed('Deny', is, was);
      known = gone.length === 0 && added.length === 0 ? null : new Difference(gone, added, was, is);
      this.#known.set(key, known);
    }
    return known;
  }
}

/** Clauses that allowed and are gone, and clauses that deny and are new. */
class Difference {
  readonly #gone: Side;
  readonly #added: Side;

  constructor(
    gone: readonly Clause[],
    added: readonly Clause[],
    was: readonly PolicyDocument[],
    is: readonly PolicyDocument[],
  ) {
    this.#gone = new Side(gone, clausesWith('Allow', is));
    this.#added = new Side(added, clausesWith('Deny', was));
  }

  /** A request that one of the clauses is about and that what stands in its place does not answer alike. */
  firstUncovered(asked: Asked): readonly [Clause, Uncovered] | null {
    return this.#gone.firstUncovered(asked) ?? this.#added.firstUncovered(asked);
  }
}

class Side {
  readonly #clauses: readonly Clause[];
  readonly #others: readonly Clause[];
  readonly #known = new Map<string, readonly Question[]>();

  constructor(clauses: readonly Clause[], others: readonly Clause[]) {
    this.#clauses = clauses;
    this.#others = others;
  }

  /** A request that one of the clauses is about and that the others do not cover. */
  firstUncovered(asked: Asked): readonly [Clause, Uncovered] | null {
    let questions = this.#known.get(asked.action);
    if (questions === undefined) {
      questions = this.#questions(asked.action);
      this.#known.set(asked.action, questions);
    }
    for (const { clause, uncoveredOn } of questions) {
      for (const resource of asked.resources()) {
        const request = uncoveredOn(resource);
        if (request !== null) return [clause, request];
      }
    }
    return null;
  }

  #questions(action: string): readonly Question[] {
    const isPattern = /[*?]/.test(action);
    const mayMatch = (clause: Clause): boolean =>
      isPattern ? mayMatchPattern(clause, action) : matchesAction(clause, action);
    const about = this.#clauses.filter(mayMatch);
    if (about.length === 0) return NO_QUESTIONS;
    const candidates = this.#others.filter(mayMatch);
    return about.map((clause) => ({
      clause,
      uncoveredOn: remembering((resource) =>
        firstOf(demandsOf(clause, { action, resource }), (demand) => uncovered(demand, candidates)),
      ),
    }));
  }
}

/** Most actions: none of what is gone was about them. */
const NO_QUESTIONS: readonly Question[] = [];

interface Question {
  readonly clause: Clause;
  readonly uncoveredOn: (resource: string) => Uncovered | null;
}

function remembering(answer: (text: string) => Uncovered | null): (text: string) => Uncovered | null {
  const known = new Map<string, Uncovered | null>();
  return (text) => {
    let found = known.get(text);
    if (found === undefined) {
      found = answer(text);
      known.set(text, found);
    }
    return found;
  };
}

/** Clauses of an effect that stand in `documents` and not, word for word, in `others`. */
function changed(
  effect: 'Allow' | 'Deny',
  documents: readonly PolicyDocument[],
  others: readonly PolicyDocument[],
): readonly Clause[] {
  const same = new Set(others);
  const fresh = clausesWith(
    effect,
    documents.filter((document) => !same.has(document)),
  );
  if (fresh.length === 0) return [];
  const keys = new Set(clausesWith(effect, others).map(({ key }) => key));
  return fresh.filter(({ key }) => !keys.has(key));
}

/** The action of a use may be a pattern, of a service the catalog does not know. */
function mayMatchPattern({ action }: Clause, asked: string): boolean {
  return action.negated || action.patterns.some((pattern) => intersects(pattern, asked, ACTIONS));
}
