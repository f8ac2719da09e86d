import { dirname, join } from 'node:path';
import { writeInto } from '../main.ts';
import { decisionItems } from '../report/index.ts';
import { checkDecisions } from './check-decisions.ts';
import type { Handler } from './command.ts';
import { parseDecisions } from './decisions-file.ts';
import { readAssessment } from './read-assessment.ts';
import { fileOrIn, readText, readTextIfPresent } from './read-text.ts';
import { scaffoldDecisions } from './scaffold-decisions.ts';

const DECISIONS_FILE = 'decisions.yaml';
/** The file is to be corrected, as any other that the user gives. */
const WRONG = 2;
/** The review is, as evidence is where a run ends with it. */
const INCOMPLETE = 4;
/** Of a long list of open items the first are enough to go on. */
const MOST_LISTED = 20;

/** `paredown review init|check`: the file in which people answer an assessment. */
export const review: Handler = async ({ positionals, flags }, io) => {
  const path = fileOrIn(positionals.folder ?? '', 'assessment.json');
  const assessment = readAssessment(path);
  const location =
    typeof flags.decisions === 'string' ? flags.decisions : join(dirname(path), DECISIONS_FILE);

  if (positionals.what === 'init') {
    const text = readTextIfPresent(location, 'decisions');
    const earlier = text === null ? null : { text, location };
    const items = decisionItems(assessment);
    const scaffold = scaffoldDecisions(items, assessment.asOf, earlier);
    writeInto(location, scaffold.text);
    io.say(
      `${location}: ${items.length} items, ${scaffold.added} of them new, ${scaffold.kept} answered and left as they are` +
        `${scaffold.superseded === 0 ? '' : `, ${scaffold.superseded} answered before and no longer asked`}.`,
    );
    return 0;
  }

  const file = parseDecisions(readText(location, 'decisions'), location);
  const { open, wrong, problems, answered, asked, isAcknowledged } = checkDecisions(
    file,
    assessment,
    io.now().slice(0, 10),
  );
  for (const line of problems) io.say(`  wrong: ${line}`);
  for (const line of open.slice(0, MOST_LISTED)) io.say(`  open: ${line}`);
  if (open.length > MOST_LISTED) io.say(`  and ${open.length - MOST_LISTED} more open`);
  if (!isAcknowledged) {
    io.say('  open: managementAcknowledgement: name, role and date are needed (PCI DSS 4.0.1, 7.2.5.1)');
  }
  io.say(
    `${location}: of ${asked} items ${answered} answered, ${wrong} wrong, ${open.length} open; ` +
      `${isAcknowledged ? 'acknowledged by management' : 'management has not acknowledged it'}.`,
  );
  if (problems.length > 0) return WRONG;
  return open.length > 0 || !isAcknowledged ? INCOMPLETE : 0;
};
