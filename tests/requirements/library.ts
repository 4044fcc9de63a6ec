// What the library has to do.
import { need } from './need.js';

export const LIBRARY = {
  'library.samples': need('guide: API', 'The code samples of the guide run as they stand on the package.'),
  'library.streams': need('guide: API', 'Log lines and states are async iterators.'),
  'library.signals': need('guide: API', 'Every method takes an AbortSignal.'),
  'library.types': need('guide: API', 'The published types compile under strict settings without help.'),
  'library.documented': need(
    'goal: library',
    'Every published name is documented from its declaration, and the examples run as they stand.',
  ),
  'library.light': need('goal: library', 'A program that connects loads nothing that it does not need.'),
  'library.one-shot': need(
    'guide: one-shot',
    'The one-shot class starts a Studio, runs scripts in it and closes it.',
  ),
  'library.one-shot-studio': need(
    'guide: one-shot',
    'It does so on Roblox Studio and on the emulated one, with phases and output as they come.',
  ),
} as const;
