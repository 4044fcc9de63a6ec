// The tools that keep the project in shape, and the figures that it claims.
import { need } from './need.js';

export const TOOLCHAIN = {
  'toolchain.walls': need('architecture 3', 'Each import rule refuses what it is there for.'),
  'toolchain.generated': need(
    'architecture 2',
    'A generated file that differs from its source fails the check, which names the command to run.',
  ),
  'toolchain.sizes': need('architecture 8', 'A file over its size limit fails the check.'),
  'toolchain.conventions': need(
    'architecture 8',
    'Clock, output, names and escape hatches are used only where they are allowed.',
  ),
  'toolchain.requirements': need('architecture 7', 'A requirement without a test fails the gate.'),
  'toolchain.integration': need(
    'goal: scripts',
    '`test:integration` uses a real Studio where there is one, and otherwise says that it did not run.',
  ),
  'bench.one-run': need(
    'architecture 2',
    'Every figure is a ratio to a floor measured in alternation in the same run.',
  ),
} as const;
