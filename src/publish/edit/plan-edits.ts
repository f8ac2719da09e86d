import type { JsonObject } from '../../domain/json.ts';
import { alignStatements } from './align-statements.ts';
import { editBlock } from './edit-block.ts';
import { editFlow, type Part } from './edit-flow.ts';
import { editLines } from './edit-lines.ts';
import { type DocumentMatch, matchDocument, statementsOf, textsOf } from './match-document.ts';
import { matchPatterns } from './match-patterns.ts';
import { type ElementChange, plannedParts } from './planned-parts.ts';
import type { PolicySource } from './policy-source.ts';
import { entryOf, type ListNode, type MapNode, type Span } from './source-node.ts';
import type { TextEdit } from './splice.ts';
import { lineEnd } from './trivia.ts';
import { UnsupportedEdit } from './unsupported-edit.ts';
import { writeList } from './write-list.ts';
import { writeStatement } from './write-statement.ts';

const ELEMENTS = [
  ['Action', 'NotAction'],
  ['Resource', 'NotResource'],
] as const;

/**
 * The least edits of the text that turn a document meaning `before` into one meaning `after`.
 * @throws UnsupportedEdit when a value that has to change is computed, or the change is of another kind than taking
 * out, replacing and adding actions, resources and statements
 */
export function planEdits(
  text: string,
  source: PolicySource,
  before: JsonObject,
  after: JsonObject,
): readonly TextEdit[] {
  const match = matchDocument(source.document, before);
  if (!match.same) throw new UnsupportedEdit(`the document is not the one analysed: ${match.difference}`);
  const olds = statementsOf(before);
  const news = statementsOf(after);
  const aligned = alignStatements(olds, news);
  const edits = news.flatMap((statement, index) => {
    const from = aligned[index] ?? null;
    const node = from === null ? undefined : match.statements[from];
    const old = from === null ? undefined : olds[from];
    return node === undefined || old === undefined ? [] : editStatement(text, source, node, old, statement);
  });
  return [...edits, ...arrangeStatements(text, source, match, aligned, news)];
}

/** Takes out the statements that go and puts in those that are new; the others keep the order of the file. */
function arrangeStatements(
  text: string,
  { syntax }: PolicySource,
  { statements, list }: DocumentMatch & { same: true },
  aligned: readonly (number | null)[],
  news: readonly JsonObject[],
): readonly TextEdit[] {
  if (aligned.length === statements.length && !aligned.includes(null)) return [];
  if (list === null || aligned.length === 0)
    throw new UnsupportedEdit('there is no list of statements to edit');
  const kept = new Set(aligned.map((index) => statements[index ?? -1]));
  const parts = list.items.flatMap((item, from): readonly Part[] =>
    item.kind === 'map' && kept.has(item) ? [{ kind: 'keep', from }] : [],
  );
  // A new statement comes after the one it follows in the proposal.
  const arranged: Part[] = [...parts];
  let after = -1;
  for (const [index, statement] of news.entries()) {
    const from = aligned[index] ?? null;
    const node = from === null ? undefined : statements[from];
    if (node === undefined) {
      const added: Part = { kind: 'add', text: writeStatement(text, list, statement, syntax) };
      arranged.splice(++after, 0, added);
    } else after = arranged.findIndex((part) => part.kind === 'keep' && list.items[part.from] === node);
  }
  return editList(text, list, arranged, { syntax });
}

function editList(
  text: string,
  list: ListNode,
  parts: readonly Part[],
  { syntax }: Pick<PolicySource, 'syntax'>,
): readonly TextEdit[] {
  if (list.layout === 'block') return editBlock(text, list.items, parts);
  if (list.layout === 'lines') return editLines(text, list.items, parts);
  return editFlow(text, list, list.items, parts, syntax);
}

function editStatement(
  text: string,
  source: PolicySource,
  node: MapNode,
  before: JsonObject,
  after: JsonObject,
): readonly TextEdit[] {
  return ELEMENTS.flatMap(([plain, negated]) => {
    const from = [plain, negated].find((key) => before[key] !== undefined);
    const to = [plain, negated].find((key) => after[key] !== undefined);
    if (from === undefined || to === undefined) {
      if (from === to) return [];
      throw new UnsupportedEdit(`the proposal adds or drops ${plain}`);
    }
    const change: ElementChange = { before: textsOf(before[from]), after: textsOf(after[to]) };
    const same =
      change.before.length === change.after.length &&
      change.before.every((each) => change.after.includes(each));
    if (from === to && same) return [];
    return editElement(text, source, node, from, to, change);
  });
}

function editElement(
  text: string,
  source: PolicySource,
  node: MapNode,
  from: string,
  to: string,
  change: ElementChange,
): readonly TextEdit[] {
  const entry = entryOf(node, from);
  if (entry === undefined) throw new UnsupportedEdit(`there is no ${from}`);
  const { value, keySpan } = entry;
  if (value.kind === 'computed') throw new UnsupportedEdit(`${from} is computed`, value.start);
  const places = matchPatterns(value, change.before, from.endsWith('Action'));
  if (places === null) throw new UnsupportedEdit(`${from} is not the one analysed`, value.start);
  const rename = from === to ? [] : [renamed(text, keySpan, to, source)];
  const items = value.kind === 'list' ? value.items : [value];
  const like = text.slice(items[0]?.start, items[0]?.end);
  const written = (each: string): string => source.syntax.write(each, items.length === 0 ? null : like);
  const parts = plannedParts(items, places, change, written);
  const [only] = parts;
  if (value.kind !== 'list' && parts.length === 1 && only?.kind === 'replace')
    return [...rename, { start: value.start, end: value.end, text: only.text }];
  // One string that becomes several, or a list of which nothing stays, is written anew.
  const anew = parts.length > 1 && parts.every(({ kind }) => kind !== 'keep');
  if (value.kind !== 'list' && parts.length === 1) return rename;
  if (value.kind !== 'list' || anew)
    return [...rename, ...writeList(text, source, node, entry, change.after.map(written))];
  return [...rename, ...editList(text, value, parts, source)];
}

/** The new name in the quotes of the old one; of blanks that line up an `=` behind it as many go as it is longer. */
function renamed(text: string, { start, end }: Span, element: string, { spell }: PolicySource): TextEdit {
  const old = text.slice(start, end);
  const quote = /^["']/.exec(old)?.[0] ?? '';
  const name = spell === undefined ? `${quote}${element}${quote}` : spell(element);
  const blanks = /^( +)=/.exec(text.slice(end, lineEnd(text, end)))?.[1]?.length ?? 0;
  const spare = Math.max(0, Math.min(blanks - 1, name.length - old.length));
  return { start, end: end + spare, text: name };
}
