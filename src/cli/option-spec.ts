/** One setting of `run` and `analyze`: a flag, an environment variable and a key of paredown.yaml under one name. */
export interface OptionSpec {
  /** Key in paredown.yaml. */
  readonly key: string;
  /** Flag without the dashes; `PAREDOWN_` + this in capitals is the environment variable. */
  readonly flag: string;
  /** `texts` may be given several times. */
  readonly kind: 'text' | 'texts' | 'switch';
  readonly choices?: readonly string[];
  readonly group: 'Evidence:' | 'Athena:' | 'AWS:' | 'Judging:' | 'Result:';
  readonly describe: string;
}
