import { posix } from 'node:path';
import { hclFile } from '../edit/hcl-sites.ts';
import type { PolicySite, StatedName } from '../edit/policy-site.ts';
import { mayHoldPolicies, readPolicyFile } from '../edit/read-policy-file.ts';
import { SourceSyntaxError } from '../edit/source-syntax-error.ts';

/** A policy site and the file it stands in. */
export interface LocatedSite extends PolicySite {
  readonly repository: number;
  readonly path: string;
}

/** The texts of one repository that may hold policies, by path. */
export type RepositoryTexts = ReadonlyMap<string, string>;

/** Folders of copies, not of what people own. */
const NOT_OWNED = /(^|\/)(node_modules|\.terraform|vendor|\.git|cdk\.out|\.aws-sam)\//;

/** Whether a path is worth reading. */
export const isCandidate = (path: string): boolean => mayHoldPolicies(path) && !NOT_OWNED.test(path);

/**
 * Every policy site of a repository. A file that is not what its name says holds none. Terraform documents are joined
 * with the resources of the same folder that use them, JSON files with the `file()` calls that read them.
 */
export function sitesOf(repository: number, texts: RepositoryTexts): readonly LocatedSite[] {
  const sites: LocatedSite[] = [];
  const links = new Map<string, { names: StatedName[]; owners: StatedName[] }>();
  const principals = new Map<string, StatedName>();
  const folderOf = (path: string): string => posix.dirname(path);
  for (const [path, text] of texts) {
    if (!/Statement|aws_iam_/.test(text)) continue;
    try {
      const terraform = path.endsWith('.tf') ? hclFile(text) : null;
      const file = terraform ?? readPolicyFile(path, text);
      sites.push(...file.sites.map((site) => ({ ...site, repository, path })));
      for (const [address, name] of terraform?.principals ?? [])
        principals.set(`${folderOf(path)}\0${address}`, name);
      for (const { to, names, owners } of terraform?.links ?? []) {
        const key = to.startsWith('data.') ? `${folderOf(path)}\0${to}` : posix.join(folderOf(path), to);
        const known = links.get(key) ?? { names: [], owners: [] };
        links.set(key, { names: [...known.names, ...names], owners: [...known.owners, ...owners] });
      }
    } catch (error) {
      if (!(error instanceof SourceSyntaxError)) throw error;
    }
  }
  return sites.map((site) => {
    const folder = folderOf(site.path);
    const link = links.get(site.id.startsWith('data.') ? `${folder}\0${site.id}` : site.path);
    const resolved = (name: StatedName): StatedName =>
      typeof name === 'object' && name.address !== undefined
        ? (principals.get(`${folder}\0${name.address}`) ?? name)
        : name;
    return {
      ...site,
      names: [...site.names, ...(link?.names ?? [])].map(resolved),
      owners: [...site.owners, ...(link?.owners ?? [])].map(resolved),
    };
  });
}
