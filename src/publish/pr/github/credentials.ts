import { createPrivateKey, createSign } from 'node:crypto';
import { UserError } from '../../../domain/errors.ts';
import type { GitHubClient } from './client.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

const present = (value: string | undefined): string | null =>
  value === undefined || value === '' ? null : value;

/** GitHub refuses an App token that is older than ten minutes or from the future (docs, "Generating a JWT"). */
const CLOCK_DRIFT_SECONDS = 60;
const LIFETIME_SECONDS = 540;

/**
 * What requests are authorised with: an App (GITHUB_APP_ID and GITHUB_APP_PRIVATE_KEY), else GITHUB_TOKEN, else GH_TOKEN.
 * An App gets a token for this one repository with the two permissions that are needed.
 * @param now milliseconds since 1970
 * @throws UserError when there is none; it never shows a secret
 */
export async function authorize(
  client: GitHubClient,
  slug: string,
  environment: Environment,
  now: number,
): Promise<string> {
  const app = present(environment.GITHUB_APP_ID);
  if (app !== null) return installationToken(client, slug, environment, appToken(app, environment, now));
  const token = present(environment.GITHUB_TOKEN) ?? present(environment.GH_TOKEN);
  if (token !== null) return token;
  throw new UserError(
    'There is no GitHub credential. Set GITHUB_TOKEN (contents and pull requests: write), or GITHUB_APP_ID and GITHUB_APP_PRIVATE_KEY of an App.',
  );
}

function appToken(app: string, environment: Environment, now: number): string {
  const pem = present(environment.GITHUB_APP_PRIVATE_KEY);
  if (pem === null) throw new UserError('GITHUB_APP_ID is set, but GITHUB_APP_PRIVATE_KEY is not.');
  const seconds = Math.floor(now / 1000);
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const unsigned = `${part({ alg: 'RS256', typ: 'JWT' })}.${part({
    iat: seconds - CLOCK_DRIFT_SECONDS,
    exp: seconds + LIFETIME_SECONDS,
    iss: app,
  })}`;
  try {
    // Secrets stores often keep the line breaks of a PEM as `\n`.
    const key = createPrivateKey(pem.replaceAll('\\n', '\n'));
    return `${unsigned}.${createSign('RSA-SHA256').update(unsigned).sign(key, 'base64url')}`;
  } catch {
    throw new UserError('GITHUB_APP_PRIVATE_KEY is not a private key in PEM form.');
  }
}

async function installationToken(
  client: GitHubClient,
  slug: string,
  environment: Environment,
  jwt: string,
): Promise<string> {
  const asApp = client.with(jwt);
  const named = present(environment.GITHUB_APP_INSTALLATION_ID);
  const id = named ?? String((await asApp.get<{ id: number }>(`/repos/${slug}/installation`)).id);
  const { token } = await asApp.send<{ token: string }>(
    'POST',
    `/app/installations/${encodeURIComponent(id)}/access_tokens`,
    {
      repositories: [slug.slice(slug.indexOf('/') + 1)],
      permissions: { contents: 'write', pull_requests: 'write' },
    },
  );
  return token;
}
