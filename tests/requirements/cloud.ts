// Tests on several backends, and Open Cloud.
import { need } from './need.js';

export const CLOUD = {
  'test.one-verdict': need(
    'rulings 8',
    'One test runner has three backends: the same fixtures get the same verdict, tests and lines on each.',
  ),
  'test.full-output': need('cloud 7.1', 'After 5 MB of output every line is in the report.'),
  'cloud.faults': need(
    'goal: bad input',
    'What fails in Open Cloud has its sentence and its exit code; an ambiguous creation is never repeated.',
  ),
  'cloud.unfinished': need(
    'cloud 7.3',
    'A task that nobody waits for any more is named, and counted among those of its place until it has ended.',
  ),
  'cloud.own-bytes': need(
    'cloud 7',
    'What is there already is not uploaded again, and no script runs on another version than the one meant.',
  ),
  'cloud.streaming': need(
    'cloud 7',
    'Output is shown while a task runs where the service lets it, and the report names how.',
  ),
  'cloud.loss': need('cloud 7.1', 'Lines that a service dropped are counted exactly.'),
  'cloud.contract': need(
    'rulings 8',
    'An emulated Open Cloud runs the same scripts here, under the contract that the real one is held to.',
  ),
} as const;
