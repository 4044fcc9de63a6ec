// What scripts find in the emulated engine beside instances: services, the screen, pictures of it, and libraries.
import { need } from './need.js';

export const EMULATED_SERVICES = {
  'engine.services': need(
    'platform 8',
    'The services that libraries and tests commonly use do what they do in Roblox, with its limits and errors.',
  ),
  'engine.libraries': need(
    'rulings 7',
    'Well-known Luau libraries run unmodified, tested in jest and TestEZ inside the engine.',
  ),
  'engine.documented': need(
    'rulings 7.2',
    'docs/emulator.md says of every class and member whether it is emulated, and is made from the engine.',
  ),
  'emulator.picture': need(
    'rulings 7',
    'The emulated viewport can be pictured, and the picture says that it is an emulated view.',
  ),
} as const;
