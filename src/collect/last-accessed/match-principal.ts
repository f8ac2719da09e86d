import type { Principal } from '../../domain/principal.ts';

export type PrincipalMatch =
  | { readonly arn: string; readonly problem: null }
  | { readonly arn: null; readonly problem: string };

/**
 * Finds principals by the name of a report's file (without `.json`). Accepted, and only when exactly one principal
 * fits:
 * - its name: `deployer`; with its type: `role-deployer`, `role_deployer`, `user-deployer`;
 * - its unique id: `AROA...`;
 * - its ARN URL-encoded, or with `:` and `/` all replaced by `_` or all by `-`: `arn_aws_iam__111122223333_role_deployer`;
 * - the same without `arn:aws:iam::`: `111122223333_role_deployer`.
 */
export class PrincipalsByFileName {
  readonly #byName = new Map<string, Set<string>>();

  constructor(principals: readonly Principal[]) {
    for (const principal of principals) {
      for (const name of fileNames(principal)) {
        const arns = this.#byName.get(name) ?? new Set();
        this.#byName.set(name, arns.add(principal.arn));
      }
    }
  }

  match(fileName: string): PrincipalMatch {
    const stem = fileName.replace(/\.gz$/i, '').replace(/\.(?:json|jsonl|ndjson)$/i, '');
    const candidates = [...(this.#byName.get(stem) ?? [])].sort();
    const [arn] = candidates;
    if (arn === undefined) {
      return {
        arn: null,
        problem: `names no principal: it has no Arn field, and no role or user of the authorization details fits the file name "${stem}"; add "Arn" to the JSON`,
      };
    }
    if (candidates.length === 1) return { arn, problem: null };
    const shown = candidates.slice(0, 5).join(', ');
    return {
      arn: null,
      problem: `fits ${candidates.length} principals by its file name (${shown}${candidates.length > 5 ? ', ...' : ''}); add "Arn" to the JSON`,
    };
  }
}

function fileNames({ arn, name, type, uniqueId }: Principal): string[] {
  const short = arn.split(':').slice(4).join(':');
  return [
    name,
    `${type}-${name}`,
    `${type}_${name}`,
    uniqueId,
    encodeURIComponent(arn),
    ...[arn, short].flatMap((text) => [text.replace(/[:/]/g, '_'), text.replace(/[:/]/g, '-')]),
  ];
}
