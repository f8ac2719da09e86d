import type { JsonObject } from '../domain/json.ts';
import { parsePolicy, printPolicy } from '../iam/index.ts';
import { siteHold } from './guardrails.ts';
import { type NarrowContext, narrowStatement } from './narrow-statement.ts';
import { Declined } from './observed-resources.ts';
import type { Site } from './world.ts';

export interface NarrowedDocument {
  /** The same object when no statement is narrowed. */
  readonly document: JsonObject;
  /** What a reviewer should know, one sentence each: that it is narrowed, and which statements are not and why. */
  readonly notes: readonly string[];
}

/** A document of a site with the resources of its statements narrowed to those seen. */
export function narrowDocument(site: Site, raw: JsonObject, context: NarrowContext): NarrowedDocument {
  const subjects = site.reach.flatMap((arn) => context.world.subjects.get(arn) ?? []);
  if (siteHold(site, context) !== null || subjects.some(({ unreadable }) => unreadable)) {
    return { document: raw, notes: [] };
  }
  const { name } = site.policy;
  const notes: string[] = [];
  const parsed = parsePolicy(raw);
  const sids = new Set(parsed.statements.map(({ sid }) => sid));
  const statements = parsed.statements.flatMap((statement) => {
    const narrowed = narrowStatement(statement, subjects, context);
    if (narrowed instanceof Declined) {
      const label = statement.sid ?? `number ${statement.index + 1}`;
      notes.push(`The resources of statement ${label} of ${name} stay as they are: ${narrowed.reason}.`);
      return [statement];
    }
    const parts = narrowed.map((part) => ({ ...statement, raw: part }));
    const taken = narrowed.some(({ Sid }, index) => index > 0 && typeof Sid === 'string' && sids.has(Sid));
    return taken ? [statement] : parts;
  });
  const document = printPolicy({ ...parsed, statements });
  if (document !== raw) {
    notes.unshift(`Resources in ${name} are narrowed to those seen in the window: others will be refused.`);
  }
  return { document, notes };
}
