import { cycles, reachable } from './graph.ts';
import { LAYERS, layerOf, STAGES } from './layers.ts';
import { impurities } from './purity.ts';
import type { SourceFile } from './source-files.ts';

export interface Rule {
  readonly name: string;
  readonly why: string;
  /** One line for each violation. */
  readonly check: (files: readonly SourceFile[]) => readonly string[];
}

/** Modules that touch the machine, and who may import them whatever their layer allows. */
const MACHINE =
  /^(node:)?(fs|fs\/promises|child_process|net|http|https|worker_threads|zlib|os|stream)(\/.*)?$|^@duckdb\/|^@aws-sdk\//;
const MACHINE_USERS = [/^src\/collect\//, /^src\/publish\//, /^src\/cli\.ts$/, /^src\/cli\/read-text\.ts$/];

const AGPL = /^@(cloud-copilot|actsecurity)\/iam-(policy|expand|simulate|utils|lens|shrink|collect)/;

const MOST_LINES = 250;
/** Tables of facts: long because the facts are many, not because the code is. */
const DATA_FILES = [/^src\/catalog\/data\//];

export const RULES: readonly Rule[] = [
  {
    name: 'every file belongs to a room',
    why: 'a file outside the layers escapes every other rule',
    check: (files) => files.filter(({ path }) => !layerOf(path)).map(({ path }) => `${path} is in no layer`),
  },
  {
    name: 'layers import only what is below them',
    why: LAYERS.map(({ name, why }) => `${name}: ${why}`).join('; '),
    check: (files) =>
      files.flatMap((file) => {
        const layer = layerOf(file.path);
        return file.files.flatMap((target) => {
          const other = layerOf(target);
          if (layer === undefined || other === undefined || layer === other) return [];
          if (!layer.imports.includes(other.name)) {
            return [`${file.path} imports ${target}: ${layer.name} may not see ${other.name} (${layer.why})`];
          }
          const needsEntry = layer.entryFilesOnly === true && STAGES.includes(other.name);
          return needsEntry && target !== `src/${other.name}/index.ts`
            ? [`${file.path} imports ${target}: only entry files`]
            : [];
        });
      }),
  },
  {
    name: 'layers import only the packages they are given',
    why: 'a package is a capability: who has which is decided once, here',
    check: (files) =>
      files.flatMap((file) =>
        file.packages
          .filter((name) => !layerOf(file.path)?.packages.some((allowed) => allowed.test(name)))
          .map((name) => `${file.path} imports ${name}`),
      ),
  },
  {
    name: 'only the edges touch the machine',
    why: 'files, processes, engines and networks fail in ways that a pure function cannot; tests of the rest need none',
    check: (files) =>
      files.flatMap((file) =>
        file.packages
          .filter((name) => MACHINE.test(name) && !MACHINE_USERS.some((user) => user.test(file.path)))
          .map((name) => `${file.path} imports ${name}`),
      ),
  },
  {
    name: 'no cycles',
    why: 'two files that need each other are one file, or hide a third',
    check: cycles,
  },
  {
    name: 'no clock, chance, locale, environment or console where the same input must give the same bytes',
    why: 'an auditor re-performs the run and compares hashes',
    check: (files) => files.filter((file) => layerOf(file.path)?.pure === true).flatMap(impurities),
  },
  {
    name: `no file over ${MOST_LINES} lines`,
    why: 'a longer file is about two things',
    check: (files) =>
      files
        .filter(({ path }) => !DATA_FILES.some((data) => data.test(path)))
        .map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }))
        .filter(({ lines }) => lines > MOST_LINES)
        .map(({ path, lines }) => `${path} has ${lines} lines`),
  },
  {
    name: 'no AGPL package',
    why: 'paredown is Apache-2.0; importing one would bind every user of the library',
    check: (files) =>
      files.flatMap((file) =>
        file.packages.filter((name) => AGPL.test(name)).map((name) => `${file.path} imports ${name}`),
      ),
  },
  {
    name: 'every file is reached from cli.ts',
    why: 'code that nothing calls is not tested by use and misleads its reader',
    check: (files) => {
      const live = reachable(files, ['src/cli.ts']);
      return files.filter(({ path }) => !live.has(path)).map(({ path }) => `${path} is imported by nothing`);
    },
  },
  {
    name: 'files are named in kebab-case',
    why: 'one spelling: a file is found by its main export, on every file system',
    check: (files) =>
      files
        .filter(({ path }) => !/^[a-z0-9/-]+\.ts$/.test(path))
        .map(({ path }) => `${path} is not kebab-case`),
  },
];
