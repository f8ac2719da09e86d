import { PublishError, UserError } from '../../domain/errors.ts';
import { GitRepository } from './git-repository.ts';
import { isCandidate, type RepositoryTexts } from './located-file.ts';
import type { RepositorySettings } from './settings.ts';

/** Larger files are data, not policies. */
const MOST_BYTES = 2 * 1024 * 1024;

/** Branches of ours and the memory of what was pushed, by name; object ids. */
export interface Heads {
  readonly branches: ReadonlyMap<string, string>;
  /** `refs/paredown-pushed/...` of the remote: the last commit pushed to each branch. */
  readonly ledger: ReadonlyMap<string, string>;
}

/** A repository opened at its base branch. */
export interface Clone {
  readonly settings: RepositorySettings;
  readonly repository: GitRepository;
  /** Name of the base branch. */
  readonly baseName: string;
  /** Its commit. */
  readonly base: string;
  readonly texts: RepositoryTexts;
  readonly heads: Heads;
}

const PREFIX = 'paredown/';

/** Objects only: no ref of the clone moves, nothing is tidied up. */
const FETCH_OPTIONS = [
  '--quiet',
  '--no-tags',
  '--no-write-fetch-head',
  '--refmap=',
  '--no-auto-maintenance',
  '--no-recurse-submodules',
];
/** Not `refs/paredown/`: then `paredown/...` would name both a branch and this. */
const LEDGER = 'refs/paredown-pushed/';

/** The ref that remembers what was pushed to a branch. */
export const ledgerOf = (branch: string): string => `${LEDGER}${branch.slice(PREFIX.length)}`;

/** Opens a clone as it stands, without the network: the base and the branches are those of the last fetch. */
export function openOffline(settings: RepositorySettings): Clone {
  const repository = new GitRepository(settings.path);
  const { remote } = settings;
  const baseName = settings.base ?? offlineBase(repository, remote);
  const base =
    repository.commitOf(`refs/remotes/${remote}/${baseName}`) ??
    repository.commitOf(`refs/heads/${baseName}`) ??
    (settings.base === null ? repository.commitOf('HEAD') : null);
  if (base === null)
    throw new UserError(`${settings.path} has no branch ${baseName}, here or fetched from ${remote}.`);
  const tracked = `refs/remotes/${remote}/`;
  const branches = refs(
    repository.run(['for-each-ref', '--format=%(objectname) %(refname)', `${tracked}${PREFIX}`]),
    tracked,
  );
  return opened(settings, repository, baseName, base, { branches, ledger: new Map() });
}

function offlineBase(repository: GitRepository, remote: string): string {
  const head = repository.run(
    ['symbolic-ref', '--quiet', '--short', `refs/remotes/${remote}/HEAD`],
    '',
    [1, 128],
  );
  if (head !== '') return head.slice(remote.length + 1);
  const current = repository.run(['symbolic-ref', '--quiet', '--short', 'HEAD'], '', [1]);
  return current === '' ? 'main' : current;
}

/**
 * Opens a clone at what its remote has now. Fetched objects stay outside the clone, and none of its branches move.
 * @throws UserError when there is no such remote or branch; PublishError when the remote cannot be read
 */
export function openOnline(settings: RepositorySettings): Clone {
  const repository = new GitRepository(settings.path);
  const { remote } = settings;
  if (repository.run(['config', '--get', `remote.${remote}.url`], '', [1]) === '')
    throw new UserError(
      `${settings.path} has no remote ${remote}. Add it, or name another in pullRequests.repositories[].remote.`,
    );
  const listed = repository.run(['ls-remote', '--symref', '--end-of-options', remote]);
  const baseName = settings.base ?? /^ref: refs\/heads\/(\S+)\tHEAD$/m.exec(listed)?.[1] ?? 'main';
  const lines = listed
    .split('\n')
    .filter((line) => !line.startsWith('ref: '))
    .join('\n');
  const heads = refs(lines, 'refs/heads/');
  const base = heads.get(baseName);
  if (base === undefined)
    throw new UserError(`The remote ${remote} of ${settings.path} has no branch ${baseName}.`);
  const branches = new Map([...heads].filter(([name]) => name.startsWith(PREFIX)));
  const ledger = refs(lines, LEDGER);
  const missing = [...new Set([base, ...branches.values(), ...ledger.values()])].filter(
    (oid) => repository.commitOf(oid) === null,
  );
  if (missing.length > 0) {
    const wanted = [
      `refs/heads/${baseName}`,
      ...[...branches.keys()].map((name) => `refs/heads/${name}`),
      ...[...ledger.keys()].map((name) => `${LEDGER}${name}`),
    ];
    repository.run(['fetch', ...FETCH_OPTIONS, '--end-of-options', remote, ...wanted]);
  }
  if (repository.commitOf(base) === null)
    throw new PublishError(`${remote} did not send its branch ${baseName}.`);
  return opened(settings, repository, baseName, base, { branches, ledger });
}

/** Opens a clone at a commit that the forge named, fetching it when the clone does not have it yet. */
export function openAt(
  settings: RepositorySettings,
  repository: GitRepository,
  baseName: string,
  base: string,
): Clone {
  if (repository.commitOf(base) === null) {
    repository.run([
      'fetch',
      ...FETCH_OPTIONS,
      '--end-of-options',
      settings.remote,
      `refs/heads/${baseName}`,
    ]);
  }
  if (repository.commitOf(base) === null)
    throw new PublishError(
      `The clone ${settings.path} does not have commit ${base} of ${baseName}. Run git fetch there.`,
    );
  return opened(settings, repository, baseName, base, { branches: new Map(), ledger: new Map() });
}

/** `<oid> <ref>` or `<oid>\t<ref>` lines below a prefix, by the name after it. */
function refs(listed: string, prefix: string): ReadonlyMap<string, string> {
  return new Map(
    listed.split('\n').flatMap((line): readonly (readonly [string, string])[] => {
      const [oid = '', name = ''] = line.split(/[ \t]/);
      return name.startsWith(prefix) ? [[name.slice(prefix.length), oid]] : [];
    }),
  );
}

function opened(
  settings: RepositorySettings,
  repository: GitRepository,
  baseName: string,
  base: string,
  heads: Heads,
): Clone {
  const files = [...repository.files(base)].filter(
    ([path, { size }]) => isCandidate(path) && size <= MOST_BYTES,
  );
  const contents = repository.texts(files.map(([, { oid }]) => oid));
  const texts = new Map(
    files.flatMap(([path, { oid }]): readonly (readonly [string, string])[] => {
      const text = contents.get(oid) ?? null;
      return text === null ? [] : [[path, text]];
    }),
  );
  return { settings, repository, baseName, base, texts, heads };
}
