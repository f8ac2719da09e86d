export { type AssessmentInput, buildAssessment } from './assessment.ts';
export { type Assessment, assessmentJsonSchema } from './assessment-schema.ts';
export { parseAssessment } from './parse-assessment.ts';
export { report } from './report.ts';
export type { Templates } from './reporter.ts';
