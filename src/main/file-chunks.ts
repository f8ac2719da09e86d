// A door of its own: a command that only reads an assessment loads no stage.
export { fileChunks } from '../publish/file-chunks.ts';
