export {
  ActionIndex,
  type ActionSet,
  add,
  contains,
  intersect,
  isSame,
  meet,
  size,
  subtract,
  union,
} from './action-set.ts';
export {
  type AgentKind,
  type AgentMarker,
  AI_NAMESPACES,
  AI_SERVICES,
  TAG_MARKERS,
  TRUST_MARKERS,
  type TrustMarker,
  USER_NAME_MARKERS,
} from './agent-markers.ts';
export type { CatalogData, SensitivePack } from './catalog-data.ts';
export { createCatalog } from './create-catalog.ts';
export { DEPENDENCIES } from './dependencies.ts';
export { requestFeatures } from './evaluate-features.ts';
export type { FeatureDefinition, FeatureScope, FeatureTest } from './feature-definition.ts';
export { ACCOUNT_SCOPED_ACTIONS, VERB_TRAPS, type VerbTrap } from './platform-traps.ts';
export { MAX_FEATURE_VALUES, REQUEST_FEATURES, type RequestFeatureName } from './request-features.ts';
export { SESSION_MARKERS, type SessionKind, type SessionMarker } from './session-markers.ts';
export { WORKSPACE_CAPABILITIES, type WorkspaceCapability } from './workspace-capabilities.ts';
