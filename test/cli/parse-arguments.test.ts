import { describe, expect, it } from 'vitest';
import { COMMANDS, GLOBAL_OPTIONS } from '../../src/cli/commands.ts';
import { parseArguments } from '../../src/cli/parse-arguments.ts';
import { UserError } from '../../src/domain/errors.ts';

const parsed = (...words: readonly string[]) => parseArguments(words, '1.0.0', 100);

async function flag(name: string, ...words: readonly string[]): Promise<unknown> {
  const result = await parsed(...words);
  return result.kind === 'command' ? result.invocation.flags[name] : result.text;
}

describe('a switch', () => {
  it.each([
    ['--allow-partial', true],
    ['--no-allow-partial', false],
    ['--allow-partial=true', true],
    ['--allow-partial=false', false],
  ])('%s is %s', async (word, value) => {
    expect(await flag('allow-partial', 'run', word)).toBe(value);
  });

  const switches = COMMANDS.flatMap(({ name, options }) =>
    [...options, ...GLOBAL_OPTIONS].flatMap(({ kind, flag: of }) => (kind === 'switch' ? [[name, of]] : [])),
  );

  it.each(switches)('%s --%s takes no other value than true and false', async (command = '', of = '') => {
    for (const value of ['maybe', '1', 'TRUE', '']) {
      await expect(parsed(command, `--${of}=${value}`)).rejects.toThrow(
        new UserError(`--${of}: "${value}" is neither true nor false.`),
      );
    }
    await expect(parsed(command, `--no-${of}=true`)).rejects.toThrow(`The flag --no-${of} takes no value.`);
  });

  it('--help=no neither helps nor is passed over', async () => {
    await expect(parsed('run', '--help=no')).rejects.toThrow('--help: "no" is neither true nor false.');
  });
});

describe('a value with "="', () => {
  it('of a text flag is any text', async () => {
    expect(await flag('out', 'run', '--out=a=maybe')).toBe('a=maybe');
  });
});

describe('one dash', () => {
  it.each(['-out', '-allow-partial', '-o'])('%s is no flag', async (word) => {
    await expect(parsed('run', word)).rejects.toThrow(`Unknown flag "${word}".`);
  });

  it('names the flag with two', async () => {
    await expect(parsed('run', '-window', '3')).rejects.toThrow('Did you mean --window?');
  });

  it('-h helps', async () => {
    expect(await parsed('run', '-h')).toMatchObject({ kind: 'text' });
  });
});
