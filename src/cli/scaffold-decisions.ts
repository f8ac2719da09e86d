import { type Document, isMap, isSeq, parseDocument, stringify, type YAMLMap, type YAMLSeq } from 'yaml';
import type { DecisionItem } from '../report/index.ts';
import { isAnswered, parseDecisions } from './decisions-file.ts';

const HEADER = `# Answers to an access review. Check them with \`paredown review check FOLDER\`, show them with
# \`paredown report FOLDER --decisions FOLDER/decisions.yaml\`.
# Each item: decision is revoke, keep, modify or defer; then reviewer, role (of the reviewer), date (yyyy-mm-dd), reason.
# \`paredown review init\` adds what a new run asks, drops what it no longer asks, and leaves answered items as they are.
# managementAcknowledgement: who in management acknowledges that the access is appropriate (PCI DSS 4.0.1, 7.2.5.1).
`;

export interface Scaffold {
  readonly text: string;
  readonly added: number;
  readonly kept: number;
  readonly superseded: number;
}

const blank = { decision: null, reviewer: null, role: null, date: null, reason: null };
const asNode = ({ key, kind, subject, severity, question }: DecisionItem) => ({
  key,
  kind,
  subject,
  severity,
  question,
  ...blank,
});

/**
 * The text of decisions.yaml for what an assessment asks. Merged by key into an earlier one: its comments and every
 * answered item stay; an answer to what is no longer asked moves to `superseded`.
 * @throws UserError when the earlier file is not one
 */
export function scaffoldDecisions(
  items: readonly DecisionItem[],
  asOf: string,
  earlier: { readonly text: string; readonly location: string } | null,
): Scaffold {
  if (earlier === null) {
    const body = {
      asOf,
      managementAcknowledgement: { name: null, role: null, date: null },
      items: items.map(asNode),
    };
    return { text: `${HEADER}${stringify(body, YAML_STYLE)}`, added: items.length, kept: 0, superseded: 0 };
  }
  const file = parseDecisions(earlier.text, earlier.location);
  const asked = new Set(items.map(({ key }) => key));
  const present = new Set(file.items.map(({ key }) => key));
  const answered = new Set(file.items.filter(isAnswered).map(({ key }) => key));
  const document = parseDocument(earlier.text);
  document.set('asOf', asOf);
  const list = listAt(document, 'items');
  const stale = list.items.filter((node) => isMap(node) && !asked.has(String(node.get('key'))));
  const moved = stale.filter((node) => isMap(node) && answered.has(String(node.get('key'))));
  list.items = list.items.filter((node) => !stale.includes(node));
  const added = items.filter(({ key }) => !present.has(key));
  for (const item of added) list.items.push(document.createNode(asNode(item)) as YAMLMap);
  if (moved.length > 0) {
    const superseded = listAt(document, 'superseded');
    superseded.items.push(...moved);
  }
  if (list.items.length > 0) list.flow = false;
  return {
    text: document.toString(YAML_STYLE),
    added: added.length,
    kept: [...answered].filter((key) => asked.has(key)).length,
    superseded: moved.length,
  };
}

/** Long questions stay on one line: an item is read with grep, too. */
const YAML_STYLE = { lineWidth: 0 };

function listAt(document: Document, key: string): YAMLSeq {
  const node = document.get(key);
  if (isSeq(node)) return node;
  const made = document.createNode([]) as YAMLSeq;
  made.flow = false;
  document.set(key, made);
  return made;
}
