// Play tests in the emulated Studio: the DataModels there are, what runs in them, and what passes between them.
import { need } from './need.js';

export const PLAY = {
  'play.lifecycle': need(
    'platform 3.1',
    'StudioTestService begins play, run and multiplayer tests, which end with a value from their server.',
  ),
  'play.contexts': need(
    'platform 2.3',
    'RunService tells the DataModels apart as in Studio, a Team Create place and run mode included.',
  ),
  'play.scripts': need(
    'platform 8',
    'Scripts run by class, RunContext and container, and end with all that they began.',
  ),
  'play.run-service': need(
    'platform 2.3',
    'RunService runs, pauses and stops the place that is edited, without putting it back.',
  ),
  'play.teardown': need(
    'goal: emulated engine',
    'The end of a test runs what was bound to it and leaves no socket, timer or DataModel.',
  ),
} as const;
