const [QUOTE, COMMA, COLON, BACKSLASH] = [0x22, 0x2c, 0x3a, 0x5c];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];
const END = -1;

/**
 * What JSON.parse makes of a text, read from its bytes: a text longer than the longest string can be read too. Lists
 * and objects that lie `levels` deep are taken whole, and those of equal text are one object: the rows that many
 * principals share are held once.
 *
 * @throws SyntaxError that says at which byte it is no JSON
 */
export function readJson(chunks: Iterable<Uint8Array>, levels: number): unknown {
  const input = new Input(chunks);
  const value = read(input, levels, new Map());
  if (input.peek() !== END) throw input.unexpected();
  return value;
}

function read(input: Input, levels: number, shared: Map<string, unknown>): unknown {
  const first = input.peek();
  if (levels > 0 && first === OPEN_LIST) {
    const items: unknown[] = [];
    input.each(CLOSE_LIST, () => {
      items.push(read(input, levels - 1, shared));
    });
    return items;
  }
  if (levels > 0 && first === OPEN_OBJECT) {
    const fields: [string, unknown][] = [];
    input.each(CLOSE_OBJECT, () => {
      if (input.peek() !== QUOTE) throw input.unexpected();
      const name = input.parse(input.text()) as string;
      input.expect(COLON);
      fields.push([name, read(input, levels - 1, shared)]);
    });
    // Unlike assignment this takes `__proto__` for a name, as JSON.parse does.
    return Object.fromEntries(fields);
  }
  const text = input.text();
  if (first !== OPEN_LIST && first !== OPEN_OBJECT) return input.parse(text);
  const value = shared.get(text) ?? input.parse(text);
  shared.set(text, value);
  return value;
}

/** The bytes from where reading stands. */
class Input {
  readonly #chunks: Iterator<Uint8Array>;
  readonly #decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  #chunk: Uint8Array = new Uint8Array();
  #at = 0;
  /** Bytes of the chunks before this one. */
  #before = 0;

  constructor(chunks: Iterable<Uint8Array>) {
    this.#chunks = chunks[Symbol.iterator]();
    for (const byte of BYTE_ORDER_MARK) {
      if (this.#byte() !== byte) break;
      this.#at++;
    }
  }

  /** The next byte that is no white space, or END; it stays the next. */
  peek(): number {
    for (;;) {
      const byte = this.#byte();
      if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return byte;
      this.#at++;
    }
  }

  expect(byte: number): void {
    if (this.peek() !== byte) throw this.unexpected();
    this.#at++;
  }

  /** Steps over an opening bracket, items read by `item` with commas between, and the closing bracket. */
  each(close: number, item: () => void): void {
    this.#at++;
    if (this.peek() !== close) {
      item();
      while (this.peek() === COMMA) {
        this.#at++;
        item();
      }
    }
    this.expect(close);
  }

  /** The text of the next value, and steps over it; whether it is one is for `parse` to say. */
  text(): string {
    const pieces: Uint8Array[] = [];
    let nesting = 0;
    let inString = false;
    let isEscaped = false;
    let isOver = this.peek() === END;
    while (!isOver && this.#byte() !== END) {
      const chunk = this.#chunk;
      const start = this.#at;
      let at = start;
      for (; !isOver && at < chunk.length; at++) {
        const byte = chunk[at];
        if (inString) {
          if (isEscaped) isEscaped = false;
          else if (byte === BACKSLASH) isEscaped = true;
          else if (byte === QUOTE) {
            inString = false;
            isOver = nesting === 0;
          }
        } else if (byte === QUOTE) inString = true;
        else if (byte === OPEN_LIST || byte === OPEN_OBJECT) nesting++;
        else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) {
          if (nesting === 0) break;
          nesting--;
          isOver = nesting === 0;
        } else if (nesting === 0 && (byte === COMMA || byte === COLON || (byte ?? 0) <= 0x20)) break;
      }
      pieces.push(chunk.subarray(start, at));
      this.#at = at;
      if (at < chunk.length) break;
    }
    const [only = new Uint8Array()] = pieces;
    try {
      return this.#decoder.decode(pieces.length < 2 ? only : Buffer.concat(pieces));
    } catch {
      throw this.#error('it is not text (UTF-8)');
    }
  }

  parse(text: string): unknown {
    try {
      return JSON.parse(text);
    } catch (error) {
      throw this.#error(error instanceof Error ? error.message : 'unreadable');
    }
  }

  unexpected(): SyntaxError {
    const byte = this.peek();
    return this.#error(
      byte === END ? 'it ends too early' : `unexpected ${JSON.stringify(String.fromCharCode(byte))}`,
    );
  }

  #error(problem: string): SyntaxError {
    return new SyntaxError(`${problem}, at byte ${this.#before + this.#at}`);
  }

  #byte(): number {
    while (this.#at >= this.#chunk.length) {
      const next = this.#chunks.next();
      if (next.done === true) return END;
      this.#before += this.#chunk.length;
      this.#chunk = next.value;
      this.#at = 0;
    }
    return this.#chunk[this.#at] ?? END;
  }
}
