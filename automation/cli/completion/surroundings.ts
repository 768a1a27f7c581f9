import { runningServers } from '../../discovery/find-server.ts';
import { shownPath } from '../render/text.ts';
import { connect } from '../tasks/connect.ts';
import type { Surroundings } from './complete.ts';

/** What runs here. Whoever completes a word does not want to hear of what is wrong. */
export const surroundings: Surroundings = {
  async tasks() {
    try {
      await using driver = await connect({});
      const { tasks } = await driver.commander.send('ListTasks', {});
      return tasks.map(({ taskId, state, program, name }) => ({
        value: taskId,
        hasEnded: state === 'ended',
        description: `${state}  ${program === undefined ? name : shownPath(program)}`,
      }));
    } catch {
      return [];
    }
  },
  async windows() {
    return runningServers().map(({ pid, kind, name }) => ({
      value: String(pid),
      description: `${kind} ${name}`,
    }));
  },
};
