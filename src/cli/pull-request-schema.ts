import { z } from 'zod';

const text = z.string('expected text').min(1, 'must not be empty');

const fileSchema = z
  .strictObject({
    policy: text
      .optional()
      .describe('ARN of a managed policy, or `<owner ARN>#<name>` of an inline one; * and ? allowed'),
    principal: text
      .optional()
      .describe('ARN of the principal whose policies are in the file; * and ? allowed'),
    path: text.describe('The file, from the root of the repository'),
  })
  .refine(({ policy, principal }) => policy !== undefined || principal !== undefined, {
    error: 'name a policy or a principal',
  });

export const repositorySchema = z.strictObject({
  path: text.describe('A folder inside a clone of the repository'),
  remote: text.optional().describe('Name of the remote [default: origin]'),
  base: text.optional().describe('Branch that proposals are made against [default: the HEAD of the remote]'),
  forge: z
    .enum(['none', 'github', 'gitlab'])
    .optional()
    .describe('gitlab: pushes open merge requests [default: none]'),
  slug: text.optional().describe('owner/name on GitHub [default: from the URL of the remote]'),
  api: text.optional().describe('Root of the REST API of a GitHub Enterprise Server'),
  files: z
    .array(fileSchema)
    .optional()
    .describe('Which file holds which policy; else it is found by name or content'),
});

/** `pullRequests` of paredown.yaml. */
export const pullRequestsSchema = z
  .strictObject({
    repositories: z.array(repositorySchema).describe('Repositories that hold the policies'),
    labels: z.array(text).describe('Labels of the pull requests [default: paredown]'),
    sidecars: text
      .regex(/^[A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+)*$/, 'expected a folder inside the repository')
      .refine((path) => !path.split('/').some((part) => /^(\.{1,2}|\.git)$/i.test(part)), {
        error: 'expected a folder inside the repository',
      })
      .describe('Folder for documents that no file can take [default: paredown]'),
    author: z.strictObject({ name: text, email: text }).describe('Author of the commits'),
  })
  .partial();

/** The keys of each level, for naming a mistyped one. */
export const PULL_REQUEST_KEYS: Readonly<Record<string, readonly string[]>> = {
  pullRequests: Object.keys(pullRequestsSchema.shape),
  repositories: Object.keys(repositorySchema.shape),
  files: Object.keys(fileSchema.shape),
};
