import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PublishError, UserError } from '../../domain/errors.ts';
import { git, gitText } from './git.ts';
import type { FileChange } from './prepared.ts';

/** One regular file of a commit. */
export interface TreeFile {
  readonly mode: string;
  readonly oid: string;
  readonly size: number;
}

export interface CommitText {
  readonly message: string;
  readonly author: { readonly name: string; readonly email: string };
  /** ISO 8601; author and committer date. */
  readonly date: string;
}

/**
 * A git repository that is read and added to without touching its working tree, index, branches or object store: new
 * objects go to a folder of their own, which pushes and patches read as well.
 */
export class GitRepository {
  readonly folder: string;
  readonly #objects: string;
  readonly #environment: Readonly<Record<string, string>>;

  /** @throws UserError when the folder is not in a git repository */
  constructor(folder: string) {
    const { code, output } = git(folder, ['rev-parse', '--git-path', 'objects', '--show-toplevel'], {
      answers: [128],
    });
    const [objects = '', top] = output.toString('utf8').split('\n');
    if (code !== 0) throw new UserError(`${folder} is not in a git repository.`);
    this.folder = top === undefined || top === '' ? folder : top;
    this.#objects = mkdtempSync(join(tmpdir(), 'paredown-objects-'));
    const own = gitText(folder, ['rev-parse', '--path-format=absolute', '--git-path', 'objects']);
    this.#environment = {
      GIT_OBJECT_DIRECTORY: this.#objects,
      GIT_ALTERNATE_OBJECT_DIRECTORIES: own === '' ? objects : own,
    };
  }

  /** Removes the objects that were not pushed. */
  close(): void {
    rmSync(this.#objects, { recursive: true, force: true });
  }

  run(args: readonly string[], input?: string | Uint8Array, answers: readonly number[] = []): string {
    const call = { environment: this.#environment, answers, ...(input === undefined ? {} : { input }) };
    return gitText(this.folder, args, call);
  }

  /** The commit a revision names, or null. */
  commitOf(revision: string): string | null {
    const found = this.run(
      ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`],
      '',
      [1, 128],
    );
    return found === '' ? null : found;
  }

  /** Regular files of a commit by path; links and submodules are left alone. */
  files(commit: string): ReadonlyMap<string, TreeFile> {
    const listed = this.run(['ls-tree', '-r', '-z', '--long', '--full-tree', commit]);
    return new Map(
      listed.split('\0').flatMap((line): readonly (readonly [string, TreeFile])[] => {
        const [entry = '', path] = [line.slice(0, line.indexOf('\t')), line.slice(line.indexOf('\t') + 1)];
        const [mode = '', type, oid = '', size] = entry.split(/ +/);
        if (type !== 'blob' || !mode.startsWith('100') || path === undefined) return [];
        return [[path, { mode, oid, size: Number(size) }]];
      }),
    );
  }

  /** The texts of blobs by object id; null for one that is not UTF-8. */
  texts(oids: readonly string[]): ReadonlyMap<string, string | null> {
    const unique = [...new Set(oids)];
    const { output } = git(this.folder, ['cat-file', '--batch'], {
      input: unique.map((oid) => `${oid}\n`).join(''),
      environment: this.#environment,
    });
    const texts = new Map<string, string | null>();
    let at = 0;
    for (const oid of unique) {
      const end = output.indexOf(0x0a, at);
      const size = Number(output.toString('latin1', at, end).split(' ')[2]);
      if (!Number.isInteger(size)) throw new PublishError(`git has no object ${oid} in ${this.folder}.`);
      texts.set(oid, utf8(output.subarray(end + 1, end + 1 + size)));
      at = end + 1 + size + 1;
    }
    return texts;
  }

  /** Makes one commit on `base` with the changes; nothing points to it yet. */
  commit(base: string, changes: readonly FileChange[], text: (content: string) => CommitText): string {
    const known = this.files(base);
    const index = join(this.#objects, 'paredown-index');
    const indexed = (args: readonly string[], input?: string): string =>
      gitText(this.folder, args, {
        environment: { ...this.#environment, GIT_INDEX_FILE: index },
        ...(input === undefined ? {} : { input }),
      });
    rmSync(index, { force: true });
    indexed(['read-tree', base]);
    const lines = changes.map(({ path, after }) => {
      if (after === null) return `0 ${'0'.repeat(40)}\t${path}\0`;
      const oid = this.run(['hash-object', '-w', '--stdin', '--no-filters'], after);
      return `${known.get(path)?.mode ?? '100644'} ${oid}\t${path}\0`;
    });
    indexed(['update-index', '-z', '--index-info'], lines.join(''));
    const tree = indexed(['write-tree']);
    const { message, author, date } = text(this.contentOf(base, tree));
    return gitText(this.folder, ['commit-tree', '-p', base, '-F', '-', tree], {
      input: message,
      environment: {
        ...this.#environment,
        GIT_AUTHOR_NAME: author.name,
        GIT_AUTHOR_EMAIL: author.email,
        GIT_AUTHOR_DATE: date,
        GIT_COMMITTER_NAME: author.name,
        GIT_COMMITTER_EMAIL: author.email,
        GIT_COMMITTER_DATE: date,
      },
    });
  }

  /** Paths and new object ids in which two trees differ, as one comparable text. */
  contentOf(from: string, to: string): string {
    const fields = this.run(['diff-tree', '-r', '-z', '--no-renames', from, to]).split('\0');
    const lines: string[] = [];
    for (let index = 0; index + 1 < fields.length; index += 2) {
      const [, , , oid = ''] = (fields[index] ?? '').split(' ');
      lines.push(`${fields[index + 1]}\t${/^0+$/.test(oid) ? 'deleted' : oid}`);
    }
    return lines.sort().join('\n');
  }

  /** Parents and message of a commit. */
  commitInfo(commit: string): { readonly parents: readonly string[]; readonly message: string } {
    const text = this.run(['cat-file', 'commit', commit]);
    const blank = text.indexOf('\n\n');
    const parents = [...text.slice(0, blank).matchAll(/^parent (\S+)$/gm)].map((match) => match[1] ?? '');
    return { parents, message: text.slice(blank + 2) };
  }

  /** Whether one commit is in the history of another; in a shallow clone that cannot be told, and counts as yes. */
  contains(history: string, commit: string): boolean {
    const { code } = git(this.folder, ['merge-base', '--is-ancestor', commit, history], {
      environment: this.#environment,
      answers: [1, 128],
    });
    return code === 0 || this.run(['rev-parse', '--is-shallow-repository']) === 'true';
  }
}

function utf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
