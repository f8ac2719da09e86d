/** The facts and the question of a run as files of the evidence pack, and back: what makes a run repeatable offline. */
export { FACTS_FOLDER, packFacts } from './pack-facts.ts';
export { OPTIONS_PATH, packOptions, unpackOptions } from './pack-options.ts';
export { unpackFacts } from './unpack-facts.ts';
