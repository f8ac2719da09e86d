import { dirname, isAbsolute, join } from 'node:path';
import { UserError } from '../domain/errors.ts';
import { TARGETS } from '../domain/recommendation.ts';
import type { RunRequest } from '../main.ts';
import { athenaSettings } from './athena-settings.ts';
import { type AwsSettings, awsSettings, snapshotTime } from './aws-settings.ts';
import { cachePlace } from './cache-folder.ts';
import type { FlagValue, Io } from './command.ts';
import { type Config, neverRule, parseConfig } from './config.ts';
import { answersOf, parseDecisions } from './decisions-file.ts';
import { parseExceptions } from './exceptions-file.ts';
import { didYouMean } from './nearest.ts';
import {
  CONFIG_FILE,
  DEFAULT_OUT,
  DEFAULT_WINDOW_DAYS,
  environmentName,
  FAIL_ON,
  PROPOSAL_FORMS,
  RUN_OPTIONS,
  SCOPES,
  type SettingKey,
} from './options.ts';
import { readText, readTextIfPresent } from './read-text.ts';
import { redact } from './redact.ts';
import { regionWarnings } from './regions.ts';
import { repeatArguments } from './repeat-arguments.ts';
import { choice, parseDays, parseInstant, parseList, truth, windowOf } from './values.ts';

/** Everything a run is told, checked and complete. */
export interface Settings extends RunRequest {
  readonly out: string;
  readonly failOn: (typeof FAIL_ON)[number];
  readonly allowPartial: boolean;
  readonly aws: AwsSettings;
}

/** A value with who gave it, for messages, and the folder its paths start from. */
interface Given {
  readonly value: unknown;
  readonly origin: string;
  readonly base: string;
}

const OWN_VARIABLES = ['PAREDOWN_CONFIG', 'PAREDOWN_DEBUG', 'PAREDOWN_TIMES'];

/** A misspelt variable is a setting that silently does not apply, so it is an error as in the file. */
function checkEnvironment(environment: Io['environment']): void {
  const known = [...RUN_OPTIONS.map((option) => environmentName(option.flag)), ...OWN_VARIABLES];
  for (const name of Object.keys(environment).sort()) {
    if (name.startsWith('PAREDOWN_') && !known.includes(name)) {
      throw new UserError(`Unknown environment variable ${name}.${didYouMean(name, known)}`);
    }
  }
}

/** The configuration file that the flag, the environment or its usual name gives; empty when there is none. */
export function readConfig(
  flag: FlagValue,
  environment: Io['environment'],
): { config: Config; location: string } {
  const named = typeof flag === 'string' ? flag : environment.PAREDOWN_CONFIG || null;
  const location = named ?? CONFIG_FILE;
  const source =
    named === null ? readTextIfPresent(location, 'configuration') : readText(location, 'configuration');
  return { config: source === null ? {} : parseConfig(source, location), location };
}

/** What one setting was given as: the flag, else the environment, else the file; null when nobody gave it. */
function given(
  key: SettingKey,
  flags: Readonly<Record<string, FlagValue>>,
  environment: Io['environment'],
  file: { readonly config: Config; readonly location: string },
): Given | null {
  const option = RUN_OPTIONS.find((candidate) => candidate.key === key);
  if (option === undefined) throw new Error(`no option has the key ${key}`);
  const flag = flags[option.flag];
  if (flag !== undefined) return { value: flag, origin: `--${option.flag}`, base: '' };
  const variable = environmentName(option.flag);
  const text = environment[variable];
  // An empty variable is how a shell script leaves one unset.
  if (text !== undefined && text !== '') return { value: text, origin: variable, base: '' };
  const value = file.config[key];
  return value === undefined
    ? null
    : { value, origin: `${file.location}: ${key}`, base: dirname(file.location) };
}

/** Runs a parser of one value; its complaint names who gave the value. */
function parsed<T>(found: Given, parse: (value: unknown) => T): T {
  try {
    return parse(found.value);
  } catch (error) {
    if (error instanceof UserError) throw new UserError(`${found.origin}: ${error.message}`);
    throw error;
  }
}

function texts(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value]).map(String);
}

/** Paths in the file start from the file's folder; the result stays as relative as it was written. */
function paths(found: Given): readonly string[] {
  const items = texts(found.value).filter((path) => path !== '');
  const isPlaced = (path: string): boolean =>
    found.base === '' || isAbsolute(path) || path.startsWith('s3://');
  return items.map((path) => (isPlaced(path) ? path : join(found.base, path)));
}

/** What people decided, read from the files they gave; a file that is not given leaves no trace. */
function reviewInputs(files: {
  readonly exceptions: string | null;
  readonly decisions: string | null;
  readonly previous: string | null;
}): Pick<RunRequest, 'exceptions' | 'decisions' | 'previousFolder'> {
  const { exceptions, decisions, previous } = files;
  return {
    ...(exceptions === null
      ? {}
      : { exceptions: parseExceptions(readText(exceptions, 'exceptions'), exceptions) }),
    ...(decisions === null
      ? {}
      : { decisions: answersOf(parseDecisions(readText(decisions, 'decisions'), decisions), decisions) }),
    ...(previous === null ? {} : { previousFolder: previous }),
  };
}

/**
 * Settings of a run from all places they can come from: flags, then PAREDOWN_* variables, then paredown.yaml, then
 * defaults.
 * @throws UserError that names the flag, variable or line that is wrong
 */
export function resolveSettings(flags: Readonly<Record<string, FlagValue>>, io: Io): Settings {
  checkEnvironment(io.environment);
  const file = readConfig(flags.config, io.environment);
  const setting = <T>(key: SettingKey, fallback: T, read: (found: Given) => T): T => {
    const found = given(key, flags, io.environment, file);
    return found === null ? fallback : read(found);
  };
  const pathsOf = (key: SettingKey) => setting<readonly string[]>(key, [], paths);
  const listOf = (found: Given) => parseList(texts(found.value));

  const regionsOf = (found: Given) => {
    const regions = listOf(found);
    for (const warning of parsed(found, () => regionWarnings(regions))) io.say(`${found.origin}: ${warning}`);
    return regions;
  };

  const asOf = setting('asOf', null, (found) => parsed(found, (value) => parseInstant(String(value))));
  const days = setting('window', DEFAULT_WINDOW_DAYS, (found) =>
    parsed(found, (value) => parseDays(String(value))),
  );
  const fileOf = (key: SettingKey) => setting<string | null>(key, null, (found) => paths(found)[0] ?? null);
  const isSet = (key: SettingKey, fallback = false) =>
    setting(key, fallback, (found) => parsed(found, truth));
  const snapshot = fileOf('fromSnapshot');
  const cloudTrail = pathsOf('cloudTrail');
  const textOf = (key: SettingKey) => setting<string | null>(key, null, (found) => String(found.value));
  const athena = athenaSettings(
    {
      table: textOf('athena'),
      database: textOf('athenaDatabase'),
      workgroup: textOf('athenaWorkgroup'),
      output: textOf('athenaOutput'),
      reuse: textOf('athenaReuse'),
      pricePerTb: textOf('athenaPricePerTb'),
      maxCost: textOf('maxCost'),
      profile: textOf('profile'),
    },
    io.onInterrupt,
  );
  const question = {
    ...(athena === null ? {} : { athena }),
    ...(snapshot === null ? {} : { snapshot }),
    useHistory: isSet('eventHistory', cloudTrail.length === 0 && athena === null),
    authorizationDetails: pathsOf('authorizationDetails'),
    lastAccessed: pathsOf('lastAccessed'),
    cloudTrail,
    trails: pathsOf('trails'),
    publicKeys: pathsOf('publicKeys'),
    scps: pathsOf('scps'),
    credentialReports: pathsOf('credentialReport'),
    serviceSpecificCredentials: pathsOf('serviceSpecificCredentials'),
    window: windowOf(asOf ?? snapshotTime(snapshot) ?? parseInstant(io.now()), days),
    scope: setting('scope', 'agents', (found) => parsed(found, choice(SCOPES))),
    target: setting('target', 'sensitive', (found) => parsed(found, choice(TARGETS))),
    withBacktest: setting<boolean | null>('backtest', null, (found) => parsed(found, truth)),
    form: setting('proposalForm', 'replace', (found) => parsed(found, choice(PROPOSAL_FORMS))),
    regions: setting<readonly string[] | null>('regions', null, regionsOf),
    breakGlassTags: setting('breakGlassTags', [], listOf),
    agents: file.config.agents ?? [],
    packs: file.config.packs ?? [],
    productionWorkspaces: texts(file.config.productionWorkspaces ?? []),
    documentedNeeds: file.config.documentedNeeds ?? [],
    never: (file.config.never ?? []).map(neverRule),
  };
  const files = {
    exceptions: fileOf('exceptions'),
    decisions: fileOf('decisions'),
    previous: fileOf('previous'),
  };
  const onlyInFile = [
    question.agents,
    question.packs,
    question.never,
    question.productionWorkspaces,
    question.documentedNeeds,
  ].some((given) => given.length > 0);
  const isCached = isSet('cache', true);
  const [roleName, externalId, profile] = [textOf('roleName'), textOf('externalId'), textOf('profile')];
  const accounts = setting('accounts', [], listOf);
  const cache = isCached ? cachePlace(fileOf('cacheDir'), io.environment) : null;
  return {
    ...question,
    ...(cache === null ? {} : { cache }),
    environment: io.environment,
    ...(profile !== null && { profile }),
    tool: { name: 'paredown', version: io.version },
    ...reviewInputs(files),
    arguments: redact(repeatArguments(question, onlyInFile ? file.location : null, files)),
    awsValidate: isSet('awsValidate'),
    out: setting('out', DEFAULT_OUT, (found) => paths(found)[0] ?? DEFAULT_OUT),
    failOn: setting('failOn', 'none', (found) => parsed(found, choice(FAIL_ON))),
    allowPartial: isSet('allowPartial'),
    aws: awsSettings({
      isAsked: isSet('aws'),
      folder: fileOf('snapshot'),
      asOf,
      fresh: isSet('fresh'),
      organization: isSet('org'),
      ...(accounts.length > 0 && { accounts }),
      ...(roleName !== null && { role: { name: roleName, ...(externalId !== null && { externalId }) } }),
      ...(profile !== null && { profile }),
    }),
  };
}
