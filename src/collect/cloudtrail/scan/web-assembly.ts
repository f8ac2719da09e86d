/** What is used of the WebAssembly that Node has; its types come only with a browser's. */
interface Engine {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (
    module: object,
    imports: Readonly<Record<string, Readonly<Record<string, (...values: number[]) => number>>>>,
  ) => { readonly exports: Readonly<Record<string, unknown>> };
}

export interface Memory {
  readonly buffer: ArrayBuffer;
  /** By pages of 64 KiB; what was made of `buffer` before is of no use any more. */
  grow(pages: number): number;
}

export interface Global {
  readonly value: number;
}

const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: Engine };

/** Compiles a module and starts it. */
export function instantiate(
  bytes: Uint8Array,
  host: Readonly<Record<string, (...values: number[]) => number>>,
): Readonly<Record<string, unknown>> {
  return new WebAssembly.Instance(new WebAssembly.Module(bytes), { host }).exports;
}
