// Places, models and projects: opening them in an emulated Studio, and saving them.
import { need } from './need.js';

export const PLACES = {
  'places.formats': need(
    'rulings 7.5',
    'Random places written and read in all four formats are equal, to rbx-dom as well.',
  ),
  'places.saved': need(
    'rulings 7.5',
    'A place is saved with what scripts changed, and what is not understood stays as it was.',
  ),
  'places.opened': need(
    'rulings 7.5',
    'A place or model file is open in the emulated Studio that a command starts, under its name.',
  ),
  'places.bad-files': need(
    'goal: bad input',
    'A file that is missing, damaged or of another kind is refused with a reason and exit code 2.',
  ),
  'places.project-kinds': need(
    'goal: places',
    'A Rojo project may have every kind of file that Rojo reads, with rules of its own, and references by ids.',
  ),
  'places.reload': need(
    'goal: places',
    'A project that is open in an emulated Studio is read again when its files change, and nothing else changes.',
  ),
  'places.projects': need(
    'goal: places',
    'A Rojo project becomes a place by the rules that Rojo documents, links and globs included.',
  ),
  'places.library': need(
    'goal: emulator command',
    'A program starts emulated Studios by the package, with a place, and saves it.',
  ),
} as const;
