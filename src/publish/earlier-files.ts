import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One file as a manifest lists it. */
export interface EarlierFile {
  readonly path: string;
  readonly sha256: string;
}

/** What the manifest in `folder` lists; nothing when there is none that can be read. */
export function earlierFiles(folder: string): readonly EarlierFile[] {
  try {
    const { files } = JSON.parse(readFileSync(join(folder, 'pack', 'manifest.json'), 'utf8')) as {
      readonly files?: unknown;
    };
    return (Array.isArray(files) ? files : []).filter(
      (entry: Partial<EarlierFile> | null): entry is EarlierFile =>
        typeof entry?.path === 'string' && typeof entry.sha256 === 'string',
    );
  } catch {
    return [];
  }
}
