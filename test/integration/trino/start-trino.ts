import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { watched } from '../../support/watched-process.ts';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));
const STARTS_WITHIN_MS = 240_000;

/** What Maven has fetched before; null when that is not all of it. */
const CLASS_PATH = classPath();
/** Why tests with Trino are skipped; null when it can be started. */
export const NO_TRINO: string | null = whyNot();

export interface Trino {
  readonly address: string;
  stop(): Promise<void>;
}

/** Trino, the engine behind Athena, on a free port of loopback, with tables in memory. */
export async function startTrino(): Promise<Trino> {
  const path = CLASS_PATH;
  if (path === null) throw new Error(NO_TRINO ?? 'Trino is not there');
  const options = [
    '-Xmx2g',
    // A short life: what a thorough compiler would gain comes too late.
    '-XX:TieredStopAtLevel=1',
    '-XX:+UseSerialGC',
    '-Djdk.attach.allowAttachSelf=true',
    '--add-opens=java.base/java.nio=ALL-UNNAMED',
  ];
  const server = spawn('java', [...options, '-cp', path, join(FOLDER, 'TrinoServer.java')], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const { said, stop } = watched(server);
  try {
    const address = await new Promise<string>((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`Trino did not start in time: ${said()}`)),
        STARTS_WITHIN_MS,
      );
      let printed = '';
      server.stdout.on('data', (chunk: Buffer) => {
        printed += chunk.toString('utf8');
        const [, found] = /^listening (\S+)$/m.exec(printed) ?? [];
        if (found === undefined) return;
        clearTimeout(timer);
        resolve(found);
      });
      server.once('exit', () => {
        clearTimeout(timer);
        reject(new Error(`Trino did not start: ${said()}`));
      });
    });
    return { address, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function whyNot(): string | null {
  const { stderr, status } = spawnSync('java', ['-version'], { encoding: 'utf8' });
  const [, version] = /version "(\d+)/.exec(stderr ?? '') ?? [];
  if (status !== 0 || Number(version) < 17) return 'Trino needs Java 17 or later, and javac';
  if (CLASS_PATH !== null) return null;
  return 'Trino is not in the local Maven repository: mvn -B -q -f test/integration/trino/pom.xml dependency:build-classpath';
}

function classPath(): string | null {
  const folder = mkdtempSync(join(tmpdir(), 'paredown-trino-'));
  try {
    const file = join(folder, 'classpath');
    const { status } = spawnSync(
      'mvn',
      [
        '-o',
        '-B',
        '-q',
        '-f',
        join(FOLDER, 'pom.xml'),
        'dependency:build-classpath',
        `-Dmdep.outputFile=${file}`,
      ],
      { timeout: STARTS_WITHIN_MS },
    );
    return status === 0 ? readFileSync(file, 'utf8').trim() : null;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
