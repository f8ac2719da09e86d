/** The system's name of an I/O error (`EACCES`), which is the same on every machine; its message holds paths. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}
