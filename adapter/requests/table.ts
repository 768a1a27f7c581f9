import { breakpointStoryHandlers } from './breakpoint-story.ts';
import { configurationHandlers } from './configuration.ts';
import { endingHandlers } from './ending.ts';
import { evaluationHandlers } from './evaluation.ts';
import { executionHandlers } from './execution.ts';
import type { Handlers } from './handler.ts';
import { introductionHandlers } from './initialize.ts';
import { inputHandlers } from './input.ts';
import { inspectionHandlers } from './inspection.ts';
import { launchHandlers } from './launch.ts';
import { liveHandlers } from './live.ts';
import { profilingHandlers } from './profiling.ts';
import type { RequestName } from './requests.ts';
import { rideHandlers } from './ride.ts';

/** Every request but `cancel`, which concerns other requests and is answered where those are known. */
export const handlers: Handlers<Exclude<RequestName, 'cancel'>> = {
  ...introductionHandlers,
  ...launchHandlers,
  ...configurationHandlers,
  ...executionHandlers,
  ...inspectionHandlers,
  ...evaluationHandlers,
  ...inputHandlers,
  ...rideHandlers,
  ...breakpointStoryHandlers,
  ...liveHandlers,
  ...profilingHandlers,
  ...endingHandlers,
};
