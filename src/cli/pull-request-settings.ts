import { dirname, isAbsolute, join } from 'node:path';
import type { z } from 'zod';
import type { Proposal } from '../main.ts';
import type { Assessment } from '../report/assessment-schema.ts';
import type { FlagValue, Io } from './command.ts';
import type { repositorySchema } from './pull-request-schema.ts';
import { readConfig } from './settings.ts';

type Settings = Proposal['settings'];

const DEFAULT_AUTHOR = { name: 'paredown', email: 'paredown@users.noreply.github.com' };

/** Where proposals go: paredown.yaml's repositories, or the one that --repo names. */
export function pullRequestSettings(
  flags: Readonly<Record<string, FlagValue>>,
  io: Io,
  assessment: Assessment,
): Settings {
  const { config, location } = readConfig(flags.config, io.environment);
  const given = config.pullRequests ?? {};
  const named = typeof flags.repo === 'string' ? [{ path: flags.repo }] : null;
  const base = dirname(location);
  const inFile = (given.repositories ?? [{ path: '.' }]).map((repository) => ({
    ...repository,
    path: isAbsolute(repository.path) ? repository.path : join(base, repository.path),
  }));
  // --repo chooses among the repositories of the file when it is one of them, so that its mappings hold.
  const repositories: readonly z.infer<typeof repositorySchema>[] =
    named === null
      ? inFile
      : named.map(({ path }) => inFile.find((each) => join(each.path) === join(path)) ?? { path });
  return {
    repositories: repositories.map((repository) => ({
      path: repository.path,
      remote: typeof flags.remote === 'string' ? flags.remote : (repository.remote ?? 'origin'),
      base: typeof flags.base === 'string' ? flags.base : (repository.base ?? null),
      forge: repository.forge ?? 'none',
      slug: repository.slug ?? null,
      api: repository.api ?? null,
      files: repository.files ?? [],
    })),
    labels: given.labels ?? ['paredown'],
    sidecars: given.sidecars ?? 'paredown',
    author: given.author ?? DEFAULT_AUTHOR,
    draft: assessment.coverage.verdict !== 'complete',
    recreate: flags.recreate === true,
    date: assessment.asOf,
  };
}
