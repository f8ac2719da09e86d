/** What a secret on a command line looks like, and what stands in its place. */
const SECRETS: readonly (readonly [pattern: RegExp, shown: string])[] = [
  // A password in a URL: https://user:secret@host/
  [/(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@]+:)[^\s@/]+(?=@)/gi, '$1REDACTED'],
  // A signed URL (X-Amz-Signature, X-Amz-Security-Token) and anything that calls itself a secret.
  [/((?:signature|token|secret|password|passwd|api[-_]?key)=)[^&\s]+/gi, '$1REDACTED'],
  // GitHub's tokens (docs.github.com, "About authentication to GitHub").
  [/\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,})/g, 'REDACTED'],
  // Unique ids of AWS access keys (IAM User Guide, reference_identifiers): no secret, but of no use to a reader.
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, 'REDACTED'],
];

/** Arguments as an auditor may read them. */
export const redact = (words: readonly string[]): readonly string[] =>
  words.map((word) => SECRETS.reduce((text, [pattern, shown]) => text.replace(pattern, shown), word));
