// The tests of one package: what is run, how often, and what is told of it.
import { need } from './need.js';

export const TESTING = {
  'testing.target': need(
    'goal: tests',
    'Without words the tests of a folder are those that its deploy.nevermore.json, its project or its place names.',
  ),
  'testing.rojo': need(
    'goal: tests',
    'Where the rojo binary is to build, it is what it built that is tested, and whatever is wrong with it is told.',
  ),
  'testing.reports': need(
    'goal: tests',
    'Reports are made for people, programs and continuous integration, several at once, and nothing that tests print breaks one.',
  ),
  'testing.source-lines': need(
    'goal: tests',
    'A failure shows the lines of the user’s own file, through Rojo’s and compilers’ source maps.',
  ),
  'testing.partial': need(
    'goal: bad input',
    'What was known stands on disk where a run comes to no verdict, and a test that misbehaves fails alone.',
  ),
  'testing.told': need(
    'goal: output fidelity',
    'Each framework’s tests are told as they begin and end, so that a line names its test and nothing is lost with the run.',
  ),
  'testing.flaky': need(
    'goal: tests',
    'Tests that run several times show which of them do not always end the same way; only faults of the infrastructure are retried.',
  ),
  'testing.coverage': need('goal: tests', 'The emulated Studio counts which lines of the user’s files ran.'),
  'testing.watch': need(
    'cloud 7',
    'Tests run again when files change: the newest change wins, what it concerns runs first, and only that goes to the place.',
  ),
} as const;
