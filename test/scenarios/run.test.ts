import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { outcome } from '../support/scenario/outcome.ts';
import { runScenario } from '../support/scenario/run-scenario.ts';
import { type Scenario, scenarioSchema } from '../support/scenario/schema.ts';

const folder = new URL('./', import.meta.url);
const files = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .sort();

function scenarios(file: string): readonly Scenario[] {
  return scenarioSchema.array().parse(JSON.parse(readFileSync(new URL(file, folder), 'utf8')));
}

describe.each(files)('%s', (file) => {
  it.each(scenarios(file))('$name', async (scenario) => {
    const assessment = await runScenario(scenario, 'delivered');
    expect(outcome(assessment, scenario.expect), scenario.why).toEqual(scenario.expect);
    // A damaged file is found by its place in the layout; without one there is nothing to compare.
    if (scenario.damage !== undefined) return;
    const jumbled = await runScenario(scenario, 'jumbled');
    expect(jumbled.principals, 'order, copies or compression changed a verdict').toEqual(
      assessment.principals,
    );
    expect(jumbled.recommendations).toEqual(assessment.recommendations);
  });
});

describe('the scenarios', () => {
  it('are found', () => {
    expect(files.length).toBeGreaterThan(0);
  });

  it('have names of their own', () => {
    const names = files.flatMap((file) => scenarios(file).map(({ name }) => name));
    expect(names).toEqual([...new Set(names)]);
  });
});
