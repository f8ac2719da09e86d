/**
 * The help is written at build time, for it takes yargs longer to load and to break lines than Node to start: into
 * `help/WIDTH/TOPIC.txt` beside this file, by scripts/write-help.mjs. yargs prints what is not there.
 */

/** Columns: the default of terminals, what is no terminal, and the widest help there is. */
export const WRITTEN_WIDTHS: readonly number[] = [80, 100, 120];

/** The help of the program itself; `help` is the name of no command. */
export const OVERVIEW = 'help';

const HELP_FLAGS: readonly string[] = ['--help', '-h'];

/** How wide the help is, in columns. @param columns of the terminal; undefined = it is none */
export function helpWidth(columns: number | undefined): number {
  return Math.min(columns ?? 100, 120);
}

/**
 * Whose help the words ask for, when they ask for nothing else: `OVERVIEW`, or what may be the name of a command (and
 * is safe as the name of a file); null = yargs decides what they mean.
 */
export function helpTopic(words: readonly string[]): string | null {
  const [topic = OVERVIEW, ...others] = words.filter((word) => !HELP_FLAGS.includes(word));
  const isAsked = topic === OVERVIEW ? words.length > 0 : words.some((word) => HELP_FLAGS.includes(word));
  return isAsked && others.length === 0 && /^[a-z][a-z-]*$/.test(topic) ? topic : null;
}

/** Where the help is, relative to this file's folder. */
export function helpPath(topic: string, width: number): string {
  return `help/${width}/${topic}.txt`;
}
