import { UserError } from '../../domain/errors.ts';
import type { InputFile } from './input-file.ts';
import { type JsonValues, jsonValues } from './json-values.ts';
import type { InputListing } from './list-input.ts';
import { readText } from './read-text.ts';

export interface JsonFile {
  readonly file: InputFile;
  readonly sha256: string | null;
  readonly content: JsonValues;
}

const JSON_NAME = /\.(?:json|jsonl|ndjson)(?:\.gz)?$/i;

/**
 * Reads the JSON files of an input one by one. In a folder only files named as JSON count (a README beside an export
 * is no input); a file the user named is read whatever its name.
 *
 * @throws UserError when a folder holds no such file.
 */
export async function* readJsonFiles(listing: InputListing, expected: string): AsyncGenerator<JsonFile> {
  const files =
    listing.kind === 'file'
      ? listing.files
      : listing.files.filter(({ relative }) => JSON_NAME.test(relative));
  if (files.length === 0) throw new UserError(`${listing.typed} holds no .json file. Expected ${expected}.`);
  for (const file of files) {
    const text = readText(file.path);
    const content: JsonValues = text.kind === 'text' ? jsonValues(text.text) : text;
    yield { file, sha256: text.sha256, content };
  }
}

/** All values of a file that must be readable whole, for sources where a part would pass for the whole. */
export function wholeValues({ file, content }: JsonFile, expected: string): readonly unknown[] {
  if (content.kind === 'unreadable') {
    throw new UserError(`${file.location} ${content.reason}. Expected ${expected}; export it again.`);
  }
  const [broken] = content.brokenLines;
  if (broken !== undefined) {
    throw new UserError(
      `${file.location}:${broken} is not valid JSON. Expected ${expected}; export it again.`,
    );
  }
  return content.values.map(({ value }) => value);
}

/** Recorded API responses (`{"status_code": 200, "data": {...}}`) stand for the response inside. */
export function unwrapRecording(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('data' in value) || !('status_code' in value))
    return value;
  return value.data;
}
