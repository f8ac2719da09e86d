import { SourceSyntaxError } from './source-syntax-error.ts';

/** Reads Terraform text a character at a time; offsets are into `text`. */
export class HclCursor {
  readonly text: string;
  at = 0;

  constructor(text: string) {
    this.text = text;
  }

  peek(length = 1): string {
    return this.text.slice(this.at, this.at + length);
  }

  fail(message: string): never {
    throw new SourceSyntaxError(message, this.at);
  }

  /** Blanks and comments; line breaks too when asked. */
  skip(lines: boolean): void {
    for (;;) {
      const next = this.peek(2);
      if (/^[ \t\r]/.test(next) || (lines && next.startsWith('\n'))) this.at++;
      else if (next.startsWith('#') || next === '//') this.skipLine();
      else if (next === '/*') {
        const close = this.text.indexOf('*/', this.at + 2);
        if (close < 0) this.fail('a comment does not end');
        this.at = close + 2;
      } else return;
    }
  }

  private skipLine(): void {
    const newline = this.text.indexOf('\n', this.at);
    this.at = newline < 0 ? this.text.length : newline;
  }

  /** An identifier here, or null. */
  identifier(): string | null {
    const word = /^[\p{L}_][\p{L}\p{N}_-]*/u.exec(this.text.slice(this.at, this.at + 256))?.[0];
    if (word === undefined) return null;
    this.at += word.length;
    return word;
  }

  /** Past a quoted template, interpolations and their nested strings included. */
  skipString(): void {
    this.at++;
    for (;;) {
      const next = this.peek();
      if (next === '' || next === '\n') this.fail('a string does not end');
      if (next === '"') break;
      if (next === '\\') this.at += 2;
      else if (/^(\$\$|%%)\{/.test(this.peek(3))) this.at += 3;
      else if (/^[$%]\{/.test(this.peek(2))) this.skipInterpolation();
      else this.at++;
    }
    this.at++;
  }

  /** Past `${...}` or `%{...}`. */
  skipInterpolation(): void {
    this.at += 2;
    this.skipTo('}');
    this.at++;
  }

  /** Past everything up to a closing bracket of this level. */
  skipTo(close: string): void {
    for (;;) {
      this.skip(true);
      const next = this.peek();
      if (next === '') this.fail(`there is no ${close}`);
      if (next === close) return;
      if (next === '"') this.skipString();
      else if (this.heredocMark() !== null) this.skipHeredoc();
      else {
        const closing = { '(': ')', '[': ']', '{': '}' }[next];
        this.at++;
        if (closing !== undefined) {
          this.skipTo(closing);
          this.at++;
        }
      }
    }
  }

  /** The opening of a heredoc here, e.g. `<<-EOF`, or null. */
  heredocMark(): { readonly opening: string; readonly word: string } | null {
    if (this.peek(2) !== '<<') return null;
    const match = /^<<-?([\p{L}_][\p{L}\p{N}_-]*)\r?\n/u.exec(this.text.slice(this.at, this.at + 256));
    return match === null ? null : { opening: match[0], word: match[1] ?? '' };
  }

  /** Past a heredoc; the span of its content, lines of the marks excluded. */
  skipHeredoc(): { readonly start: number; readonly end: number } {
    const mark = this.heredocMark();
    if (mark === null) this.fail('not a heredoc');
    const start = this.at + mark.opening.length;
    for (let line = start; line < this.text.length; ) {
      const newline = this.text.indexOf('\n', line);
      const end = newline < 0 ? this.text.length : newline;
      if (this.text.slice(line, end).trim() === mark.word) {
        this.at = this.text.indexOf(mark.word, line) + mark.word.length;
        return { start, end: line };
      }
      line = end + 1;
    }
    return this.fail(`the heredoc ${mark.word} does not end`);
  }
}
