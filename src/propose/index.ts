export type { ProposeException, ProposeOptions } from './options.ts';
export { propose } from './propose.ts';
