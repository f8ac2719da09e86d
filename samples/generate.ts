import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { generate, SEED } from './generator/organization.ts';

const USAGE = `Writes Larkfield Parcel, the sample organisation, from a seed.

  npx tsx samples/generate.ts                            the committed sample, in place
  npx tsx samples/generate.ts --out DIR --events 2000000 a large one elsewhere

  --out DIR           folder to write to (default: this folder)
  --events N          about how many events (default: the sample's own few thousand)
  --files-per-day N   log files per trail, account, region and day (default: by size)
  --seed TEXT         another organisation of the same shape (default: ${SEED})
`;

const wholeNumber = (name: string, value: string | undefined): number | null => {
  if (value === undefined) return null;
  const number = Number(value);
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw new RangeError(`--${name} must be a whole number above 0, not "${value}".`);
};

try {
  const { values } = parseArgs({
    options: {
      out: { type: 'string' },
      events: { type: 'string' },
      'files-per-day': { type: 'string' },
      seed: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help === true) {
    console.log(USAGE);
  } else {
    const out = values.out ?? fileURLToPath(new URL('.', import.meta.url));
    const { records, files, bytes } = generate({
      out,
      seed: values.seed ?? SEED,
      events: wholeNumber('events', values.events),
      filesPerDay: wholeNumber('files-per-day', values['files-per-day']),
    });
    console.log(
      `${records} records in ${files} log files, ${(bytes / 1e6).toFixed(1)} MB compressed, in ${out}`,
    );
  }
} catch (error) {
  console.error(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  process.exitCode = 2;
}
