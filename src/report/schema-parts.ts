import { z } from 'zod';

/** Every object is strict: a field that this version does not know is an error, never silently dropped. */
export const record = <Shape extends z.ZodRawShape>(shape: Shape) => z.strictObject(shape).readonly();
export const list = <Item extends z.ZodType>(item: Item) => z.array(item).readonly();

export const text = z.string();
export const count = z.int().min(0);
export const share = z.number().min(0).max(100);
export const time = z.iso.datetime();
export const day = z.iso.date();

/** Kinds of evidence, as the domain has them. */
export const inputKind = z.enum([
  'authorization-details',
  'last-accessed',
  'cloudtrail',
  'trails',
  'public-keys',
  'credential-report',
  'service-specific-credentials',
  'user-credentials',
  'organization-policies',
]);

export const witness = z.enum([
  'cloudtrail-management',
  'cloudtrail-data',
  'last-accessed-action',
  'last-accessed-service',
]);
