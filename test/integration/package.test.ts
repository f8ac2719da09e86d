import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/**
 * The package as its users get it: packed, unpacked into another folder, with its declared dependencies and nothing
 * else of this checkout. Works without a network: the dependencies are linked from here.
 */
const root = fileURLToPath(new URL('../../', import.meta.url));
let folder: string;
let installed: string;

function run(command: string, words: readonly string[], cwd: string) {
  const { status, stdout, stderr, error } = spawnSync(command, words, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    // What npm tells its scripts about this checkout is none of the package's business.
    env: Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(npm_|PAREDOWN_)/i.test(name))),
  });
  if (error !== undefined) throw error;
  return { code: status, stdout, stderr };
}

/** Files of a folder, relative, sorted. */
function filesOf(path: string): readonly string[] {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(path, join(entry.parentPath, entry.name)))
    .sort();
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'paredown-package-'));
  const packed = run('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], root);
  expect(packed.stderr).not.toMatch(/npm error/);
  const [tarball] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
  expect(tarball).toBeDefined();

  const modules = join(folder, 'project', 'node_modules');
  installed = join(modules, 'paredown');
  mkdirSync(installed, { recursive: true });
  run('tar', ['-xzf', join(folder, tarball ?? ''), '--strip-components=1', '-C', installed], folder);
  const { stdout } = run('npm', ['ls', '--omit=dev', '--all', '--parseable'], root);
  for (const path of stdout.trim().split('\n').slice(1)) {
    const name = path.slice(path.indexOf('/node_modules/') + '/node_modules/'.length);
    // A dependency nested in another comes along with it.
    if (name.includes('/node_modules/')) continue;
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(path, join(modules, name));
  }
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function paredown(words: readonly string[]) {
  return run(process.execPath, [join(installed, 'dist', 'cli.js'), ...words], join(folder, 'project'));
}

describe('the package', () => {
  it('holds what it needs and nothing that only developers need', () => {
    const files = filesOf(installed);
    for (const name of ['dist/cli.js', 'LICENSE', 'README.md', 'CHANGELOG.md', 'templates/report.html.hbs']) {
      expect(files).toContain(name);
    }
    expect(files.filter((name) => /^(src|test|samples|scripts|\.ci)\//.test(name))).toEqual([]);
  });

  it('has an executable bin with a shebang', () => {
    const manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as {
      bin: Record<string, string>;
      version: string;
    };
    const bin = join(installed, manifest.bin.paredown ?? '');
    expect(readFileSync(bin, 'utf8').startsWith('#!/usr/bin/env node\n')).toBe(true);
    const result = run(bin, ['--version'], folder);
    expect(result).toEqual({ code: 0, stdout: `${manifest.version}\n`, stderr: '' });
  });

  it('depends on nothing under the AGPL or GPL', () => {
    const { stdout } = run('npm', ['ls', '--omit=dev', '--all', '--parseable'], root);
    const licences = stdout
      .trim()
      .split('\n')
      .slice(1)
      .map((path) => {
        const { name, license } = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')) as {
          name: string;
          license?: string;
        };
        return `${name}: ${license ?? 'none told'}`;
      });
    expect(licences.length).toBeGreaterThan(5);
    expect(licences.filter((line) => /GPL|none told/.test(line))).toEqual([]);
  });

  it('analyses the samples to the same bytes as the checkout does', () => {
    const config = join(root, 'samples', 'paredown.yaml');
    const words = ['run', '--config', config, '--allow-partial', '--out'];
    const there = join(folder, 'there');
    const here = join(folder, 'here');
    const result = paredown([...words, there]);
    expect(result.stderr).toMatch(/open .*report\.html/);
    expect(result).toMatchObject({ code: 0, stdout: '' });
    const checkout = run(process.execPath, [join(root, 'dist', 'cli.js'), ...words, here], root);
    expect(checkout).toMatchObject({ code: 0, stdout: '' });
    expect(filesOf(there)).toEqual(filesOf(here));
    for (const name of filesOf(there)) {
      expect(readFileSync(join(there, name)).equals(readFileSync(join(here, name))), name).toBe(true);
    }
  });

  it('finds in the samples what the README shows', () => {
    const out = join(folder, 'readme');
    paredown(['run', '--config', join(root, 'samples', 'paredown.yaml'), '--allow-partial', '--out', out]);
    const shown = /^## One finding of the demo\n\n```text\n(.*?)^```/ms.exec(
      readFileSync(join(root, 'README.md'), 'utf8'),
    );
    const lines = shown?.[1]?.trimEnd().split('\n') ?? [];
    expect(lines.length).toBeGreaterThan(5);
    const report = readFileSync(join(out, 'report.md'), 'utf8').split('\n');
    const [heading = ''] = lines;
    const section = report.slice(report.indexOf(heading));
    const end = section.findIndex((line, index) => index > 0 && line.startsWith('### '));
    expect(lines.filter((line) => !section.slice(0, end).includes(line))).toEqual([]);
  });

  it('exits with 4 on the samples, whose log has gaps, unless that is accepted', () => {
    const out = join(folder, 'strict');
    const result = paredown(['run', '--config', join(root, 'samples', 'paredown.yaml'), '--out', out]);
    expect(result).toMatchObject({ code: 4, stdout: '' });
    expect(existsSync(join(out, 'report.html'))).toBe(true);
  });
});
