import type { Assessment } from '../report/assessment-schema.ts';
import { parseAssessment } from '../report/parse-assessment.ts';
import { fileOrIn, readBytes } from './read-text.ts';

/**
 * The assessment at a path, or in the folder there.
 *
 * @throws UserError that names the file
 */
export function readAssessment(path: string): Assessment {
  const file = fileOrIn(path, 'assessment.json');
  return parseAssessment(readBytes(file, 'assessment'), file);
}
