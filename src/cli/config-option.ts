import type { CommandOption } from './command.ts';
import { CONFIG_FILE } from './options.ts';

/** `--config`, of every command that reads settings. */
export const CONFIG_OPTION: CommandOption = {
  flag: 'config',
  kind: 'text',
  group: 'Judging:',
  describe: `FILE with settings; flags and PAREDOWN_* variables come before it [default: ${CONFIG_FILE}, if there is one]`,
};
