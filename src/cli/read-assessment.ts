import { UserError } from '../domain/errors.ts';
import type { Assessment } from '../report/assessment-schema.ts';
import { parseAssessment } from '../report/parse-assessment.ts';
import { fileOrIn, readBytes } from './read-text.ts';

/**
 * The assessment at a path, or in the folder there.
 *
 * @throws UserError with the file that is wrong: a command may have been given two
 */
export function readAssessment(path: string): Assessment {
  const file = fileOrIn(path, 'assessment.json');
  try {
    return parseAssessment(readBytes(file, 'assessment'));
  } catch (error) {
    if (!(error instanceof UserError) || error.message.includes(file)) throw error;
    throw new UserError(`${file}: ${error.message}`);
  }
}
