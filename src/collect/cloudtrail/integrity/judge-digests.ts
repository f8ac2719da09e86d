import { createVerify } from 'node:crypto';
import { type Digest, nameOf } from './digest-file.ts';
import type { PublicKeys } from './public-keys.ts';

/** `signed`: as CloudTrail signed it; `unsigned`: nothing at hand proves or disproves it; else what is wrong with it. */
export type DigestState =
  | { readonly kind: 'signed' | 'unsigned' }
  | { readonly kind: 'changed'; readonly problem: string };

const SIGNED: DigestState = { kind: 'signed' };
const UNSIGNED: DigestState = { kind: 'unsigned' };
const SHA256 = 'SHA-256';
const RSA = 'SHA256withRSA';

/**
 * Judges each digest by its signature and by the digest after it, which holds its hash and its signature (CloudTrail
 * User Guide, "Custom implementations of CloudTrail log file integrity validation"). What a signed digest says of the
 * one before it holds without another key; what a changed one says counts for nothing.
 */
export function judgeDigests(digests: readonly Digest[], keys: PublicKeys): ReadonlyMap<Digest, DigestState> {
  const after = new Map<string, Digest[]>();
  for (const digest of digests) {
    const previous = digest.content.previousDigestS3Object;
    if (previous == null) continue;
    const name = nameOf(previous);
    after.set(name, [...(after.get(name) ?? []), digest]);
  }
  const states = new Map<Digest, DigestState>();
  // The latest first: the states of those after it are known then.
  for (const digest of [...digests].sort(byEndDescending)) {
    const vouching = (after.get(nameOf(digest.content.digestS3Object)) ?? []).filter(
      (next) => states.get(next)?.kind === 'signed' || states.get(next)?.kind === 'unsigned',
    );
    states.set(digest, judge(digest, vouching, states, keys));
  }
  return states;
}

function judge(
  { file, content, hash }: Digest,
  vouching: readonly Digest[],
  states: ReadonlyMap<Digest, DigestState>,
  keys: PublicKeys,
): DigestState {
  if (nameOf(content.digestS3Object) !== nameOf(file.relative)) {
    return { kind: 'changed', problem: `was renamed: it calls itself ${nameOf(content.digestS3Object)}` };
  }
  const hashed = vouching.filter((next) => next.content.previousDigestHashAlgorithm === SHA256);
  const denied = hashed.find((next) => next.content.previousDigestHashValue !== hash);
  if (denied !== undefined) {
    return {
      kind: 'changed',
      problem: `does not have the hash that the digest after it, ${nameOf(denied.file.relative)}, gives`,
    };
  }
  const key = keys.get(content.digestPublicKeyFingerprint);
  const signatures = [file.signature, ...vouching.map((next) => next.content.previousDigestSignature)].filter(
    (signature) => typeof signature === 'string',
  );
  if (key !== undefined && signatures.length > 0 && content.digestSignatureAlgorithm === RSA) {
    const signed = signedText(content, hash);
    const holds = signatures.some((signature) =>
      createVerify('RSA-SHA256').update(signed).verify(key, signature, 'hex'),
    );
    return holds ? SIGNED : { kind: 'changed', problem: 'is not what CloudTrail signed' };
  }
  return hashed.some((next) => states.get(next)?.kind === 'signed') ? SIGNED : UNSIGNED;
}

/**
 * The text CloudTrail signs (the User Guide, "Recreate the data signing string"). A first digest has no signature
 * before it, and the text then says `null` (aws-cli, awscli/customizations/cloudtrail/validation.py).
 */
export function signedText(content: Digest['content'], hash: string): string {
  const { digestEndTime, digestS3Bucket, digestS3Object, previousDigestSignature } = content;
  return `${digestEndTime}\n${digestS3Bucket}/${digestS3Object}\n${hash}\n${previousDigestSignature ?? 'null'}`;
}

function byEndDescending(a: Digest, b: Digest): number {
  const [first, second] = [a, b].map(({ content, hash }) => `${content.digestEndTime} ${hash}`);
  return (first ?? '') > (second ?? '') ? -1 : 1;
}
