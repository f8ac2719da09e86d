import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decide } from '../../../src/main.ts';
import type { Assessment } from '../../../src/report/assessment-schema.ts';
import { REGION, windowDays } from './names.ts';
import type { Scenario } from './schema.ts';
import { type Layout, writeInputs } from './write-inputs.ts';

/** Runs the program on the scenario's evidence: everything of `paredown run` but flags and files out. */
export async function runScenario(scenario: Scenario, layout: Layout): Promise<Assessment> {
  const folder = mkdtempSync(join(tmpdir(), 'paredown-scenario-'));
  try {
    const { end, days } = windowDays(scenario);
    const inputs = writeInputs(scenario, folder, layout);
    return await decide(
      {
        ...inputs,
        window: { start: `${days[0]}T00:00:00Z`, end: `${end}T00:00:00Z`, days: days.length },
        scope: scenario.scope ?? 'all',
        target: scenario.target ?? 'sensitive',
        regions: scenario.regions === undefined ? [REGION] : scenario.regions,
        agents: scenario.agents ?? [],
        packs: [],
        breakGlassTags: scenario.breakGlassTags ?? [],
        productionWorkspaces: scenario.productionWorkspaces ?? [],
        documentedNeeds: scenario.documentedNeeds ?? [],
        never: scenario.never ?? [],
        form: scenario.form ?? 'replace',
        tool: { name: 'paredown', version: 'test' },
        arguments: [],
      },
      'propose',
      null,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
