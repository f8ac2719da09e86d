import type { Catalog } from '../../../src/domain/catalog.ts';
import type { PolicyDocument } from '../../../src/domain/policy.ts';
import { parsePolicy } from '../../../src/iam/index.ts';
import { evaluate, type Request } from '../../../src/verify/index.ts';
import type { Chance } from '../chance.ts';
import { knownDifference } from './known-differences.ts';
import type { RealPolicy } from './real-policies.ts';
import { sampleRequests } from './sample-requests.ts';
import { simulate } from './simulator.ts';

export interface Difference {
  /** Requests that both answered or we left open. */
  readonly requests: number;
  /** Requests that our evaluator leaves open rather than to guess. */
  readonly open: number;
  /** Disagreements by the name of the known difference. */
  readonly known: Readonly<Record<string, number>>;
  /** Disagreements that nothing explains: a request and both answers. */
  readonly unexplained: readonly string[];
}

const EVERYTHING = parsePolicy({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
});

/** What nothing allows is denied whether a Deny matches or not; which kind of denial it is may be left open. */
function leavesKindOpen(request: Request, document: PolicyDocument): boolean {
  return evaluate(request, [EVERYTHING, document]).decision === 'depends';
}

/** Asks our evaluator and the independent simulator the same requests, `each` of every policy. */
export function differ(
  policies: readonly RealPolicy[],
  catalog: Catalog,
  chance: Chance,
  each: number,
): Difference {
  let requests = 0;
  let open = 0;
  const known: Record<string, number> = {};
  const unexplained: string[] = [];
  const compare = ({ name, document }: RealPolicy, request: Request, parsed: PolicyDocument): void => {
    const simulator = simulate(request, [document]);
    if (simulator === null) return;
    const ours = evaluate(request, [parsed]).decision;
    requests += 1;
    const areDenials = ours === 'implicitly-denied' && simulator === 'explicitly-denied';
    if (ours === 'depends' || (areDenials && leavesKindOpen(request, parsed))) open += 1;
    else if (ours !== simulator) {
      const difference = knownDifference(document, request);
      if (difference === null)
        unexplained.push(`${name}: ${JSON.stringify(request)}: ours ${ours}, theirs ${simulator}`);
      else known[difference.name] = (known[difference.name] ?? 0) + 1;
    }
  };
  for (const policy of policies) {
    const parsed = parsePolicy(policy.document);
    for (const request of sampleRequests(parsed, catalog, chance, each)) {
      compare(policy, request, parsed);
    }
  }
  return { requests, open, known, unexplained };
}
