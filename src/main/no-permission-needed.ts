// A door of its own: a command that only reads an assessment loads no stage.
export { needsNoPermission } from '../collect/no-permission-needed.ts';
