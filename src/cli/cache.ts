import { clearCache } from '../main.ts';
import { cachePlace } from './cache-folder.ts';
import type { Handler } from './command.ts';

/** `paredown cache clear`: removes what was kept of logs. */
export const cache: Handler = async ({ flags }, io) => {
  const flag = flags['cache-dir'];
  const directory = typeof flag === 'string' ? flag : io.environment.PAREDOWN_CACHE_DIR || null;
  const place = cachePlace(directory, io.environment);
  if (place !== null) {
    await clearCache(place.folder);
    io.say(`Cleared ${place.folder}`);
  }
  return 0;
};
