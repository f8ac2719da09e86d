import { foldCase } from '../domain/fold-case.ts';
/** An action that other actions cannot do without, although nothing in a log shows it. */
export interface Dependency {
  readonly action: string;
  /** Prefix of the actions that need it. */
  readonly neededBy: string;
  readonly reason: string;
}

const WEB_IDENTITY =
  "the Claude Platform's gateway calls it with the caller's own permissions to sign the caller in to Anthropic; every Claude Platform action needs it (AWS managed policy AnthropicFullAccess, aws:CalledViaLast = aws-external-anthropic.amazonaws.com)";

export const DEPENDENCIES: readonly Dependency[] = [
  { action: 'sts:GetWebIdentityToken', neededBy: 'aws-external-anthropic:', reason: WEB_IDENTITY },
  { action: 'sts:TagGetWebIdentityToken', neededBy: 'aws-external-anthropic:', reason: WEB_IDENTITY },
];

/** Why `action` must stay while the actions in `kept` do; null when nothing is known to need it. */
export function dependencyReason(action: string, kept: Iterable<string>): string | null {
  const lower = foldCase(action);
  for (const dependency of DEPENDENCIES) {
    if (foldCase(dependency.action) !== lower) continue;
    for (const other of kept) {
      if (foldCase(other).startsWith(dependency.neededBy)) return dependency.reason;
    }
  }
  return null;
}
