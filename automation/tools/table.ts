import { breakpointsTool, setBreakpointsTool } from './breakpoints.ts';
import { restartTool, stopTool } from './ending.ts';
import { evaluateTool } from './evaluate.ts';
import { stateTool, tasksTool, variablesTool } from './looking.ts';
import { moveTool, waitTool } from './moving.ts';
import { outputTool } from './output.ts';
import { requestTool } from './request.ts';
import { startTool } from './start.ts';
import type { Tool } from './tool.ts';

/** All tools, in the order in which they are needed. */
export const tools: readonly Tool[] = [
  startTool,
  moveTool,
  evaluateTool,
  variablesTool,
  stateTool,
  setBreakpointsTool,
  breakpointsTool,
  outputTool,
  waitTool,
  restartTool,
  stopTool,
  tasksTool,
  requestTool,
];
