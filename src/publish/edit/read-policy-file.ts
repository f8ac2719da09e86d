import { type HclFile, hclFile } from './hcl-sites.ts';
import { parseJsonSource } from './json-source.ts';
import type { PolicyFile } from './policy-site.ts';
import { JSON_SYNTAX, YAML_SYNTAX } from './syntax.ts';
import { treeFile } from './tree-sites.ts';
import { parseYamlSource } from './yaml-source.ts';

type Read = (text: string, stem: string) => PolicyFile | HclFile;

const READERS: readonly (readonly [name: RegExp, read: Read])[] = [
  [/\.jsonc?$/i, (text, stem) => treeFile(text, [parseJsonSource(text)], JSON_SYNTAX, stem)],
  [/\.ya?ml$/i, (text, stem) => treeFile(text, parseYamlSource(text), YAML_SYNTAX, stem)],
  // CloudFormation's own suffix is used for both of its formats.
  [
    /\.template$/i,
    (text, stem) =>
      /^\s*[{/]/.test(text)
        ? treeFile(text, [parseJsonSource(text)], JSON_SYNTAX, stem)
        : treeFile(text, parseYamlSource(text), YAML_SYNTAX, stem),
  ],
  [/\.tf$/i, (text) => hclFile(text)],
];

/** Whether a file of this name may hold policies that can be edited. */
export const mayHoldPolicies = (path: string): boolean => READERS.some(([name]) => name.test(path));

/**
 * Reads a file for the policies in it, by what its name says it is.
 * @throws SourceSyntaxError when it is not
 */
export function readPolicyFile(path: string, text: string): PolicyFile | HclFile {
  const stem = (path.split('/').at(-1) ?? path).replace(/(\.policy)?\.[^.]+$/, '');
  const read = READERS.find(([name]) => name.test(path))?.[1];
  if (read === undefined) return { sites: [], meaningWithout: () => text };
  // A byte-order mark is not part of the value; it stays in the file because offsets count it.
  return read(text.startsWith('\ufeff') ? ` ${text.slice(1)}` : text, stem);
}
