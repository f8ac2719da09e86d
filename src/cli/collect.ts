import { UserError } from '../domain/errors.ts';
import { collectFromAws } from '../main.ts';
import { DEFAULT_SNAPSHOT } from './aws-options.ts';
import type { FlagValue, Handler, Io } from './command.ts';
import { resolveSettings, type Settings } from './settings.ts';
import { parseInstant } from './values.ts';

const MOST_GAPS = 10;
type Snapshot = Awaited<ReturnType<typeof collectFromAws>>;

/** `paredown collect --aws`: evidence from AWS into a snapshot folder that every later step reads offline. */
export const collect: Handler = async ({ flags }, io) => {
  const settings = resolveSettings(flags, io);
  if (!settings.aws.isAsked) {
    throw new UserError(
      'Say --aws to collect from AWS. Evidence in files needs no collecting: give it to `paredown run`.',
    );
  }
  const folder = settings.aws.folder ?? DEFAULT_SNAPSHOT;
  const snapshot = await collectInto(folder, settings, io);
  const gaps = snapshot.gaps.filter(({ optional }) => !optional);
  const code = gaps.length > 0 && !settings.allowPartial ? 4 : 0;
  if (code === 4) io.say('Exit code 4 says so to a script; --allow-partial accepts it.');
  io.say(`The snapshot is in ${folder}: \`paredown run --from-snapshot ${folder}\` judges it without AWS.`);
  return code;
};

/**
 * The settings of a command that judges. With `--aws` the evidence is collected first, and the snapshot stands for AWS
 * from then on: the judgement is the one a later run of the snapshot makes.
 */
export async function settingsWithAws(flags: Readonly<Record<string, FlagValue>>, io: Io): Promise<Settings> {
  const settings = resolveSettings(flags, io);
  if (!settings.aws.isAsked) return settings;
  if (settings.snapshot !== undefined) {
    throw new UserError('--aws and --from-snapshot exclude each other: a snapshot stands for AWS.');
  }
  // Beside the result and not in it: what is in it is listed and vouched for by the evidence pack.
  const folder = settings.aws.folder ?? `${settings.out.replace(/\/+$/, '')}-snapshot`;
  await collectInto(folder, settings, io);
  // What there is to say of them was said the first time.
  return resolveSettings({ ...flags, 'from-snapshot': folder }, { ...io, say: () => {} });
}

async function collectInto(folder: string, settings: Settings, io: Io): Promise<Snapshot> {
  const startedAt = parseInstant(io.now());
  const runId = `paredown-${io.now().replace(/[^\dTZ]/g, '')}`;
  const { isAsked: _, ...order } = settings.aws;
  const snapshot = await collectFromAws({ ...order, runId, startedAt }, folder, settings, io.progress);
  for (const line of snapshotLines(snapshot, runId)) io.say(line);
  return snapshot;
}

function snapshotLines(
  { documents, accounts, calls, gaps, asOf }: Snapshot,
  runId: string,
): readonly string[] {
  const failed = gaps.filter(({ optional }) => !optional);
  const refused = gaps.filter(({ optional }) => optional);
  const made = calls.filter((call) => call.runId === runId).length;
  const lines = failed.map(({ path, call, reason }) => `  - ${path}: ${call}: ${reason}`);
  const more = lines.length - MOST_GAPS;
  return [
    `Collected from ${accounts.length} account${accounts.length === 1 ? '' : 's'} as of ${asOf}: ${documents.length} documents, ${made} calls now.`,
    ...refused.map(
      ({ call, account, reason }) =>
        `Done without ${call}, which AWS keeps from account ${account}: ${reason}. The report says what follows.`,
    ),
    ...(failed.length > 0
      ? [
          `${failed.length} could not be fetched; what depends on them stays unknown. Running again asks only for these:`,
        ]
      : []),
    ...lines.slice(0, MOST_GAPS),
    ...(more > 0 ? [`  - and ${more} more, as gaps in snapshot.json`] : []),
  ];
}
