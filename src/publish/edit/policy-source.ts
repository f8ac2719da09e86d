import type { MapNode } from './source-node.ts';
import type { Syntax } from './syntax.ts';

/** A policy document inside a file, ready to be edited. */
export interface PolicySource {
  /** With IAM's element names as keys, whatever the file calls them. */
  readonly document: MapNode;
  readonly syntax: Syntax;
  /** How the file spells an element's name; the default is IAM's own, in the quotes of the name it replaces. */
  readonly spell?: (element: string) => string;
}
