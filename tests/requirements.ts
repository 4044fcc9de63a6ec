// Everything that the project must do, each demand with an id, its source and one sentence. Tests cite the ids
// with verifies(); tests/requirements.test.ts fails on a demand that no test cites.
import { AGENTS } from './requirements/agents.js';
import { BATCHES } from './requirements/batches.js';
import { BRIDGE } from './requirements/bridge.js';
import { CLOUD } from './requirements/cloud.js';
import { COMMAND_LINE } from './requirements/command-line.js';
import { COMMANDS } from './requirements/commands.js';
import { EMULATED_SERVICES } from './requirements/emulated-services.js';
import { FIRST_USE } from './requirements/first-use.js';
import { LIBRARY } from './requirements/library.js';
import { MACHINES } from './requirements/machines.js';
import type { Requirement } from './requirements/need.js';
import { PLACES } from './requirements/places.js';
import { PLAY } from './requirements/play.js';
import { REPL } from './requirements/repl.js';
import { REQUEST_PATH } from './requirements/request-path.js';
import { STAND_IN, STUDIO_RUNS, SYSTEMS } from './requirements/stand-in.js';
import { STUDIO_SIDE } from './requirements/studio-side.js';
import { TESTING } from './requirements/testing.js';
import { TOOLCHAIN } from './requirements/toolchain.js';

export const REQUIREMENTS = {
  ...FIRST_USE,
  ...REQUEST_PATH,
  ...BRIDGE,
  ...COMMAND_LINE,
  ...LIBRARY,
  ...REPL,
  ...AGENTS,
  ...STAND_IN,
  ...STUDIO_RUNS,
  ...SYSTEMS,
  ...STUDIO_SIDE,
  ...COMMANDS,
  ...PLAY,
  ...EMULATED_SERVICES,
  ...MACHINES,
  ...PLACES,
  ...BATCHES,
  ...TESTING,
  ...TOOLCHAIN,
  ...CLOUD,
} satisfies Record<string, Requirement>;

export type RequirementId = keyof typeof REQUIREMENTS;
