import type { OptionSpec } from './options.ts';

/** What the outside world is to a command; `cli.ts` gives the real one, the only place that has it. */
export interface Io {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Of this package. */
  readonly version: string;
  /** The time now, ISO 8601. */
  readonly now: () => string;
  /** Data, to stdout. */
  readonly print: (text: string) => void;
  /** A message of one line for a person, to stderr; what a terminal would not show is written visibly. */
  readonly say: (message: string) => void;
  /** Shows one line that the next one overwrites and a message ends; null when stderr is not a terminal. */
  readonly progress: ((line: string) => void) | null;
  /**
   * Has something done, within seconds, when the user interrupts; gives back how to take it back. Absent = nothing can be
   * done then.
   */
  readonly onInterrupt?: (cleanUp: () => Promise<void>) => () => void;
  /** Absent = it is not measured. */
  readonly spent?: () => Spent;
}

/** What the process has used so far. */
export interface Spent {
  /** By the clock. */
  readonly ms: number;
  /** Of all threads, user and system. */
  readonly cpuMs: number;
  /** Memory now, and at most. */
  readonly heldMb: number;
  readonly peakMb: number;
}

/** As parsed: text, several texts, a switch, or undefined when the flag was not given. */
export type FlagValue = string | readonly string[] | boolean | undefined;

export interface Invocation {
  readonly positionals: Readonly<Record<string, string>>;
  readonly flags: Readonly<Record<string, FlagValue>>;
}

/** Does the work and answers with the exit code. */
export type Handler = (invocation: Invocation, io: Io) => Promise<number>;

export interface Positional {
  readonly name: string;
  readonly describe: string;
  readonly required: boolean;
  readonly choices?: readonly string[];
}

/** One command of the table; `load` imports its handler only when it is the one that runs. */
export interface Command {
  readonly name: string;
  readonly describe: string;
  readonly positionals: readonly Positional[];
  readonly options: readonly CommandOption[];
  readonly examples: readonly string[];
  readonly load: () => Promise<Handler>;
}

export type CommandOption = Omit<OptionSpec, 'key' | 'group'> & { readonly group?: string };
