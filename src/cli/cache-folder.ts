import { isAbsolute, join } from 'node:path';
import type { Io } from './command.ts';

/** Everything paredown keeps lies in this folder of the cache directory, so that clearing it touches nothing else. */
const OWN = 'paredown-cache';
/** Stored bytes of logs below which reading them again costs less than keeping anything in a person's home is worth. */
const WORTH_KEEPING = 8 * 1024 * 1024;

export interface LogCachePlace {
  readonly folder: string;
  /** Logs of fewer stored bytes are not kept. */
  readonly from: number;
}

/**
 * Where what was read of logs is kept: in the directory the user named, else in the user's cache directory (XDG Base
 * Directory Specification: a relative XDG_CACHE_HOME is ignored). Null when there is no such directory.
 */
export function cachePlace(directory: string | null, environment: Io['environment']): LogCachePlace | null {
  if (directory !== null) return { folder: join(directory, OWN), from: 0 };
  const { XDG_CACHE_HOME: xdg = '', HOME: home = '', LOCALAPPDATA: windows = '' } = environment;
  const base = [xdg, home === '' ? '' : join(home, '.cache'), windows].find(isAbsolute);
  return base === undefined ? null : { folder: join(base, OWN), from: WORTH_KEEPING };
}
