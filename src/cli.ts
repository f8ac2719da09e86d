#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import type { Io, Spent } from './cli/command.ts';
import { failure, outputFailure, said } from './cli/failure.ts';
import { helpPath, helpTopic, helpWidth } from './cli/written-help.ts';

// V8 lets a large heap grow to four times what is live before it looks for garbage; to two and a half times, thousands
// of principals take less memory and hardly more time.
setFlagsFromString('--heap-growing-percent=150');

const INTERRUPTED = 130;
const ERASE_LINE = '\r\u001b[K';

/** Version of the package this file belongs to; `package.json` is one folder up from `src/` and from `dist/`. */
function packageVersion(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

/** The help that the words ask for, if the build has written it. */
function writtenHelp(words: readonly string[], width: number): string | null {
  const topic = helpTopic(words);
  if (topic === null) return null;
  try {
    return readFileSync(new URL(`./cli/${helpPath(topic, width)}`, import.meta.url), 'utf8');
  } catch {
    // Another width, no such command, or not built: yargs knows.
    return null;
  }
}

let progressShown = false;

function say(message: string | readonly string[]): void {
  process.stderr.write(`${progressShown ? ERASE_LINE : ''}${said(message)}\n`);
  progressShown = false;
}

function progress(line: string): void {
  process.stderr.write(`${ERASE_LINE}${line}`);
  progressShown = true;
}

/** The exit code of a command whose output was lost, whatever else it had to say. */
let lostOutput: number | null = null;

// The work goes on, so that what it does elsewhere is finished and its exit code tells of the work. That a reader has
// seen enough (`paredown schema | head -1`) is no error; messages that nobody can be shown cannot be told of.
process.stderr.on('error', () => {});
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE' || lostOutput !== null) return;
  const { message, exitCode } = outputFailure(error);
  lostOutput = exitCode;
  say(message);
});
process.on('exit', () => {
  if (lostOutput !== null) process.exitCode = lostOutput;
});

/** What is to be done before an interruption ends the process: queries that run elsewhere would go on and cost. */
const cleanUps = new Set<() => Promise<void>>();
const LONGEST_CLEAN_UP_MS = 10_000;
let isInterrupted = false;

process.on('SIGINT', () => {
  if (isInterrupted || cleanUps.size === 0) {
    if (!isInterrupted) say('Interrupted. Run the same command again.');
    process.exit(INTERRUPTED);
  }
  isInterrupted = true;
  say('Interrupted. Run the same command again. Stopping what runs in AWS...');
  setTimeout(() => process.exit(INTERRUPTED), LONGEST_CLEAN_UP_MS);
  void Promise.allSettled([...cleanUps].map((cleanUp) => cleanUp())).then(() => process.exit(INTERRUPTED));
});

function spent(): Spent {
  const { user, system } = process.cpuUsage();
  return {
    ms: Math.round(performance.now()),
    cpuMs: Math.round((user + system) / 1000),
    heldMb: Math.round(process.memoryUsage().rss / 1e6),
    peakMb: Math.round(process.resourceUsage().maxRSS / 1e3),
  };
}

function print(text: string): void {
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);
}

async function main(words: readonly string[]): Promise<number> {
  const width = helpWidth(process.stdout.columns);
  const version = packageVersion();
  const text = words.length === 1 && words[0] === '--version' ? version : writtenHelp(words, width);
  if (text !== null) {
    print(text);
    return 0;
  }
  const { parseArguments } = await import('./cli/parse-arguments.ts');
  const parsed = await parseArguments(words, version, width);
  if (parsed.kind === 'text') {
    print(parsed.text);
    return 0;
  }
  const handler = await parsed.command.load();
  const io: Io = {
    version,
    environment: process.env,
    now: () => new Date().toISOString(),
    print,
    say,
    spent,
    progress: process.stderr.isTTY ? progress : null,
    onInterrupt: (cleanUp) => {
      cleanUps.add(cleanUp);
      return () => cleanUps.delete(cleanUp);
    },
  };
  return handler(parsed.invocation, io);
}

const words = process.argv.slice(2);
try {
  process.exitCode = await main(words);
} catch (error) {
  const debug =
    words.some((word) => word === '--debug' || word === '--debug=true') ||
    !['', '0', 'false'].includes(process.env.PAREDOWN_DEBUG ?? '');
  const { message, exitCode } = failure(error, debug);
  say(message);
  process.exitCode = exitCode;
}
