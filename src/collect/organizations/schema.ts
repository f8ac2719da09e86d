import { z } from 'zod';

/** A document as JSON or, as the API gives it, as text. */
const content = z.union([z.string(), z.record(z.string(), z.unknown())]);
const type = z.enum(['SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY']);

const plainPolicy = z.object({
  id: z.string(),
  name: z.string(),
  type: type.default('SERVICE_CONTROL_POLICY'),
  targets: z.array(z.string()),
  content,
});
export type PlainPolicy = z.infer<typeof plainPolicy>;

/** The simple form: `[{id, name, type, targets, content}]`, or that list as `policies` beside what else is known. */
export const plainForm = z.union([
  z.array(plainPolicy).transform((policies) => ({ policies })),
  z.object({
    policies: z.array(plainPolicy),
    accounts: z.array(z.object({ id: z.string(), parents: z.array(z.string()) })).default([]),
    managementAccount: z.string().optional(),
    complete: z.boolean().default(false),
  }),
]);

/**
 * DescribePolicy, with the `Targets` of ListTargetsForPolicy put beside the `Policy` (AWS Organizations API reference).
 */
export const describedPolicy = z
  .object({
    Policy: z.object({
      PolicySummary: z.object({ Id: z.string(), Name: z.string(), Type: type }),
      Content: content,
    }),
    Targets: z.array(z.object({ TargetId: z.string() })),
  })
  .transform(
    ({ Policy: { PolicySummary, Content }, Targets }): PlainPolicy => ({
      id: PolicySummary.Id,
      name: PolicySummary.Name,
      type: PolicySummary.Type,
      targets: Targets.map(({ TargetId }) => TargetId),
      content: Content,
    }),
  );

/** DescribeOrganization. */
export const describedOrganization = z.object({ Organization: z.object({ MasterAccountId: z.string() }) });
