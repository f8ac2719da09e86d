export type { CatalogData, SensitivePack } from './catalog-data.ts';
export { createCatalog } from './create-catalog.ts';
export { requestFeatures } from './evaluate-features.ts';
export {
  type FeatureDefinition,
  type FeatureScope,
  type FeatureTest,
  MAX_FEATURE_VALUES,
  REQUEST_FEATURES,
  type RequestFeatureName,
} from './request-features.ts';
