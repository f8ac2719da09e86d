import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { measureAnalysis } from './bench/analysis.ts';
import { generateLog, type Shape } from './bench/generate-log.ts';
import { measureStartUp } from './bench/start-up.ts';

const USAGE = `Measures reading CloudTrail logs, as ratios to the floor: two Node threads that read and inflate the same files.

  npm run build && npm run bench -- --events 200000 --files 200

  --events N[,N]  events (default 200000); several sizes show how cost grows
  --files N[,N]   log files, one number for each size (default 200)
  --shape NAME    typical (default), or spread: nearly every event is a fact of its own
  --measures LIST some of floor,read_json,parse,cold,warm,one-percent-new (default: all)
  --principals N[,N]  instead: \`paredown run\` end to end over accounts of so many roles, by stage
  --start-up      instead: the start of Node alone, of \`paredown --help\` and of other small commands, each in a process of its own
  --rounds N      of each measure the median of N rounds, interleaved (default 3; of --start-up 11)
  --dir DIR       where to write the logs (default: a temporary folder, removed afterwards)
`;

const MEASURES = ['floor', 'read_json', 'parse', 'cold', 'warm', 'one-percent-new'] as const;
type Measure = (typeof MEASURES)[number];
interface Taken {
  readonly ms: number;
  /** Of all threads, user and system: says more than `ms` where others use the machine too. */
  readonly cpuMs: number;
  readonly rssMb: number;
}

const part = fileURLToPath(new URL('./bench/measure.mjs', import.meta.url));

/** One measure in a process of its own: its time without start-up, its peak memory with it. */
function take(measure: Measure, logs: string, cache: string): Taken {
  const { stdout, stderr, status } = spawnSync(process.execPath, [part, measure, logs, cache], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`${measure} failed: ${stderr}`);
  return JSON.parse(stdout) as Taken;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function row(cells: readonly (string | number)[]): string {
  return `| ${cells.join(' | ')} |`;
}

interface Plan {
  readonly rounds: number;
  readonly root: string;
  readonly shape: Shape;
  readonly measures: readonly Measure[];
}

function bench(events: number, files: number, { rounds, root, shape, measures }: Plan): void {
  const logs = join(root, `${events}-${files}`);
  const before = Math.max(1, Math.min(files - 1, Math.floor(files * 0.99)));
  const { raw, stored } = generateLog(logs, events, files, shape);
  const taken = new Map<Measure, Taken[]>(measures.map((measure) => [measure, []]));
  for (let round = 0; round < rounds; round += 1) {
    const cache = join(root, `cache-${events}-${files}-${round}`);
    for (const measure of measures) {
      const place = measure === 'one-percent-new' ? `${cache}:${before}` : cache;
      taken.get(measure)?.push(take(measure, logs, place));
    }
    rmSync(cache, { recursive: true, force: true });
  }
  const floor = taken.get('floor') ?? [];
  const floorMs = median(floor.map(({ ms }) => ms));
  const floorCpu = median(floor.map(({ cpuMs }) => cpuMs));
  for (const [measure, all] of taken) {
    const ms = median(all.map((one) => one.ms));
    const cpu = median(all.map((one) => one.cpuMs));
    const rss = Math.max(...all.map((one) => one.rssMb));
    console.log(
      row([
        events,
        files,
        `${(stored / 1e6).toFixed(0)} of ${(raw / 1e6).toFixed(0)} MB`,
        measure,
        Math.round(ms),
        (ms / floorMs).toFixed(2),
        Math.round(cpu),
        (cpu / floorCpu).toFixed(2),
        Math.round(rss),
      ]),
    );
  }
  rmSync(logs, { recursive: true, force: true });
}

/** Time by stage, and how it grows: CPU time to a principal stays the same when the cost is linear. */
async function benchAnalysis(sizes: readonly number[], root: string): Promise<void> {
  console.log(row(['principals', 'stage', 'ms', 'CPU ms', 'CPU ms a principal', 'MB']));
  console.log(row(Array.from({ length: 6 }, () => '---')));
  for (const principals of sizes) {
    for (const { stage, ms, cpuMs, mb } of await measureAnalysis(root, principals)) {
      console.log(row([principals, stage, ms, cpuMs, (cpuMs / principals).toFixed(1), mb]));
    }
  }
}

/** What small commands cost beyond Node itself, which they cannot start without. */
function benchStartUp(rounds: number): void {
  console.log(row(['command', 'ms', 'beyond Node', 'CPU ms', 'beyond Node']));
  console.log(row(Array.from({ length: 5 }, () => '---')));
  const commands = measureStartUp(rounds).map(({ command, taken }) => ({
    command,
    ms: median(taken.map((one) => one.ms)),
    cpuMs: median(taken.map((one) => one.cpuMs)),
  }));
  const bare = commands[0] ?? { ms: Number.NaN, cpuMs: Number.NaN };
  for (const { command, ms, cpuMs } of commands) {
    console.log(row([command, ...[ms, ms - bare.ms, cpuMs, cpuMs - bare.cpuMs].map(Math.round)]));
  }
}

const numbers = (text: string): number[] => text.split(',').map(Number);

try {
  const { values } = parseArgs({
    options: {
      events: { type: 'string', default: '200000' },
      files: { type: 'string', default: '200' },
      rounds: { type: 'string' },
      shape: { type: 'string', default: 'typical' },
      measures: { type: 'string', default: MEASURES.join() },
      dir: { type: 'string' },
      principals: { type: 'string' },
      'start-up': { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help === true) console.log(USAGE);
  else if (values['start-up'] === true) benchStartUp(Number(values.rounds ?? 11));
  else if (values.principals !== undefined) {
    const root = values.dir ?? mkdtempSync(join(tmpdir(), 'paredown-bench-'));
    await benchAnalysis(numbers(values.principals), root);
    if (values.dir === undefined) rmSync(root, { recursive: true, force: true });
  } else {
    const root = values.dir ?? mkdtempSync(join(tmpdir(), 'paredown-bench-'));
    console.log(
      row(['events', 'files', 'stored of raw', 'measure', 'ms', 'to floor', 'CPU ms', 'to floor', 'peak MB']),
    );
    console.log(row(Array.from({ length: 9 }, () => '---')));
    const files = numbers(values.files);
    const plan: Plan = {
      rounds: Number(values.rounds ?? 3),
      root,
      shape: values.shape === 'spread' ? 'spread' : 'typical',
      measures: MEASURES.filter((measure) => values.measures.split(',').includes(measure)),
    };
    numbers(values.events).forEach((events, index) => {
      bench(events, files[index] ?? files[0] ?? 200, plan);
    });
    if (values.dir === undefined) rmSync(root, { recursive: true, force: true });
  }
} catch (error) {
  console.error(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  process.exitCode = 2;
}
