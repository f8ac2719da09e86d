import { spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { watched } from './watched-process.ts';

/** moto, an emulator of AWS APIs (PyPI `moto[server]`), on a port of its own. */
export interface Moto {
  readonly endpoint: string;
  /** What the AWS SDKs read: credentials that moto takes, and every endpoint. */
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

const STARTS_WITHIN_MS = 60_000;
const COMMANDS: readonly (readonly string[])[] = [['moto_server'], ['python3', '-m', 'moto.server']];

/** The command that starts moto here; null when it is not installed. */
export const motoCommand: readonly string[] | null =
  COMMANDS.find(([program = '', ...args]) => spawnSync(program, [...args, '--help']).status === 0) ?? null;

/** Why tests with moto are skipped. */
export const NO_MOTO = 'moto is not installed: pip install "moto[server]"';

/** Starts moto with nothing in it; the caller stops it. */
export async function startMoto(variables: Readonly<Record<string, string>> = {}): Promise<Moto> {
  if (motoCommand === null) throw new Error(NO_MOTO);
  const [program = '', ...args] = motoCommand;
  const port = await freePort();
  const server = spawn(program, [...args, '-H', '127.0.0.1', '-p', String(port)], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...process.env, ...variables },
  });
  const { said, stop } = watched(server);
  const endpoint = `http://127.0.0.1:${port}`;
  const deadline = Date.now() + STARTS_WITHIN_MS;
  while (!(await answers(`${endpoint}/moto-api/data.json`))) {
    if (server.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new Error(`moto did not start: ${said()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return { endpoint, environment: awsEnvironment(endpoint), stop };
}

/** Settings of an AWS SDK that talks to `endpoint` and to nobody else. */
export function awsEnvironment(endpoint: string): Readonly<Record<string, string>> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
    AWS_REGION: 'us-east-1',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  };
}

/** A loopback port that nobody listened on a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
}
