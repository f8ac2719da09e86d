import { z } from 'zod';
import { assessmentJsonSchema } from '../report/assessment-schema.ts';
import type { Handler } from './command.ts';
import { configSchema } from './config.ts';

/** `paredown schema`: the JSON Schema of assessment.json or of paredown.yaml. */
export const schema: Handler = async ({ positionals }, io) => {
  const of = positionals.of === 'config' ? configJsonSchema() : assessmentJsonSchema();
  io.print(JSON.stringify(of, null, 2));
  return 0;
};

function configJsonSchema() {
  return { $id: 'urn:paredown:config:1', title: 'paredown.yaml', ...z.toJSONSchema(configSchema) };
}
