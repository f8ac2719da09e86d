export { type AssessmentInput, buildAssessment } from './assessment.ts';
export { type Assessment, assessmentJsonSchema } from './assessment-schema.ts';
export { parseAssessment } from './parse-assessment.ts';
export { checkPack, isCompanion, type PackFile, type PackProblem } from './pack/check-pack.ts';
export type { FileDigest } from './pack/file-digest.ts';
export type { PackEvidence } from './pack/pack-files.ts';
export { report } from './report.ts';
export type { Templates } from './reporter.ts';
