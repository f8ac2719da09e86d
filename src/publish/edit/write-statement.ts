import { stringify } from 'yaml';
import type { JsonObject } from '../../domain/json.ts';
import type { ListNode } from './source-node.ts';
import type { Syntax } from './syntax.ts';
import { eolOf, indentOf } from './trivia.ts';
import { indentUnit } from './write-list.ts';

/** A new statement as it stands in a list of statements: over several lines where its neighbours are. */
export function writeStatement(text: string, list: ListNode, statement: JsonObject, syntax: Syntax): string {
  const [sample] = list.items;
  const start = sample?.start ?? list.start;
  const indent = indentOf(text, start);
  const eol = eolOf(text);
  // An item of a YAML block is indented by its dash as well.
  if (list.layout === 'block')
    return stringify(statement, { lineWidth: 0 }).trimEnd().replaceAll('\n', `${eol}${indent}  `);
  const broken = sample !== undefined && text.slice(sample.start, sample.end).includes('\n');
  return syntax.writeObject(statement, broken ? indentUnit(text) : '').replaceAll('\n', `${eol}${indent}`);
}
