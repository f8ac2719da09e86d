import { UserError } from '../domain/errors.ts';

export const OPTIONS_PATH = 'pack/options.json';
const OPTIONS_VERSION = 1;

/** The question a run answered, as the text of `pack/options.json`: with the facts, all that an assessment follows from. */
export const packOptions = (question: object): string =>
  `${JSON.stringify({ optionsVersion: OPTIONS_VERSION, ...question }, null, 2)}\n`;

/**
 * The question back. Its shape is trusted, as that of the facts is.
 * @throws UserError when the text is missing, damaged or of another version
 */
export function unpackOptions(text: string | undefined): Readonly<Record<string, unknown>> {
  if (text === undefined)
    throw new UserError(`The pack does not say what was asked: ${OPTIONS_PATH} is missing.`);
  let options: { readonly optionsVersion?: unknown } | null;
  try {
    options = JSON.parse(text) as typeof options;
  } catch {
    throw new UserError(`${OPTIONS_PATH} is damaged: it is not JSON.`);
  }
  if (options?.optionsVersion !== OPTIONS_VERSION) {
    throw new UserError(
      `${OPTIONS_PATH} has version ${String(options?.optionsVersion)}; this paredown reads ${OPTIONS_VERSION}. Use the version that the manifest names.`,
    );
  }
  const { optionsVersion: _, ...question } = options;
  return question;
}
