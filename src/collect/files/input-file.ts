export interface InputFile {
  /** As the user typed it, plus the relative path inside a folder: never an absolute path of this machine. */
  readonly location: string;
  /** Path inside the folder, with `/`; the file's own name when a file was named. */
  readonly relative: string;
  /** What to open. */
  readonly path: string;
  /** Stored size in bytes. */
  readonly size: number;
  /** Time of the last change, milliseconds since the epoch. */
  readonly modified: number;
  /** Of an object in S3: changes with its content. */
  readonly etag?: string;
  /** Why it is not there to be opened. */
  readonly problem?: string;
  /** Of a digest file read from S3: what its object's metadata give as its signature, in hex. */
  readonly signature?: string;
}

/** Something in a folder that is no file to read. `broken` ones might have been evidence. */
export interface PassedOver {
  readonly location: string;
  readonly reason: string;
  readonly broken: boolean;
}
