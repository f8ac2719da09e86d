import type { Assessment } from '../assessment-schema.ts';
import { type ControlView, controlViews } from './controls-view.ts';
import { type DecisionsView, decisionsView } from './decisions-view.ts';
import { type ExceptionView, exceptionViews } from './exceptions-view.ts';
import { type SinceView, sinceView } from './since-view.ts';

/** What people said about the assessment, and what it is evidence for. */
export interface ReviewView {
  readonly since: SinceView;
  readonly exceptions: readonly ExceptionView[];
  readonly reviewDecisions: DecisionsView;
  readonly controls: readonly ControlView[];
}

export const reviewView = (shown: Assessment): ReviewView => ({
  since: sinceView(shown),
  exceptions: exceptionViews(shown),
  reviewDecisions: decisionsView(shown),
  controls: controlViews(shown),
});
