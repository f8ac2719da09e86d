import { createHash } from 'node:crypto';
import type { SensitivePack } from '../catalog/index.ts';
import type { Collected, QueryRecord } from '../domain/collected.ts';
import { UserError } from '../domain/errors.ts';
import { bytesOf } from '../domain/file-bytes.ts';
import type { ReviewAnswers } from '../domain/review.ts';
import {
  FACTS_FOLDER,
  OPTIONS_PATH,
  packFacts,
  packOptions,
  unpackFacts,
  unpackOptions,
} from '../pack/index.ts';
import type { Question } from '../pipeline.ts';
import { compressLarge, inflate } from '../publish/compress.ts';
import { earlierFiles } from '../publish/earlier-files.ts';
import { readFolder } from '../publish/read-folder.ts';
import type { PackEvidence } from '../report/index.ts';

/** All that an assessment follows from, beside the facts. */
export interface PackQuestion extends Question {
  readonly packs: readonly SensitivePack[];
}

/** The packed evidence of a run as it stands on disk. */
export interface Evidence {
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly queries: readonly QueryRecord[];
}

export const NO_EVIDENCE: Evidence = { files: new Map(), queries: [] };

/** The compiler asks for a line here when the question grows: what is not packed cannot be asked again. */
const QUESTION: Readonly<Record<keyof PackQuestion, true>> = {
  tool: true,
  window: true,
  scope: true,
  target: true,
  regions: true,
  agents: true,
  breakGlassTags: true,
  productionWorkspaces: true,
  documentedNeeds: true,
  never: true,
  form: true,
  withBacktest: true,
  awsValidation: true,
  packs: true,
  exceptions: true,
  decisions: true,
  previous: true,
  arguments: true,
};

export function packEvidence(collected: Collected, asked: PackQuestion): Evidence {
  const question = Object.fromEntries(
    Object.entries(asked).filter(([name]) => Object.hasOwn(QUESTION, name)),
  );
  const files = compressLarge(packFacts(collected));
  return {
    files: new Map([...files, [OPTIONS_PATH, Buffer.from(packOptions(question), 'utf8')]]),
    queries: collected.usage?.queries ?? [],
  };
}

export const isEvidence = (path: string): boolean =>
  path === OPTIONS_PATH || path.startsWith(`${FACTS_FOLDER}/`);

/** @throws UserError when the evidence is damaged */
export function unpackEvidence(files: ReadonlyMap<string, Uint8Array>): {
  readonly collected: Collected;
  readonly question: PackQuestion;
} {
  const texts = inflate(files);
  return {
    collected: unpackFacts(texts),
    question: unpackOptions(texts.get(OPTIONS_PATH)) as unknown as PackQuestion,
  };
}

/**
 * The evidence that a run left in `folder`; none when it left none.
 * @param decisions answers that take the place of those in the packed question
 * @throws UserError when it is not what its manifest says
 */
export function readEvidence(folder: string, decisions: ReviewAnswers | undefined): Evidence {
  const entries = earlierFiles(folder).filter(({ path }) => isEvidence(path));
  if (entries.length === 0) return NO_EVIDENCE;
  const found = readFolder(folder);
  for (const { path, sha256 } of entries) {
    if (found.get(path)?.sha256 !== sha256) {
      throw new UserError(
        `${path} is not what the manifest says, so a new report would vouch for a change. See \`paredown verify ${folder}\`.`,
      );
    }
  }
  const files = new Map<string, Uint8Array>(
    entries.flatMap(({ path }) => {
      const file = found.get(path);
      return file === undefined ? [] : [[path, bytesOf(file)] as const];
    }),
  );
  const { collected, question } = unpackEvidence(files);
  if (decisions !== undefined) {
    files.set(OPTIONS_PATH, Buffer.from(packOptions({ ...question, decisions }), 'utf8'));
  }
  return { files, queries: collected.usage?.queries ?? [] };
}

/** As the manifest lists it. */
export const listed = ({ files, queries }: Evidence): PackEvidence => ({
  queries,
  files: [...files].map(([path, bytes]) => ({
    path,
    size: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  })),
});
