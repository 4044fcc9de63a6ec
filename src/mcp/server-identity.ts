// What the server says of itself, in each era and on each way.
import { PACKAGE_VERSION } from '../support/version.js';
import { INSTRUCTIONS } from './guide.js';

export const SERVER_INFO = { name: 'studio-bridge', title: 'Roblox Studio', version: PACKAGE_VERSION };

export const SERVER_CAPABILITIES = {
  tools: {},
  resources: { subscribe: true },
  prompts: {},
  completions: {},
  logging: {},
};

export const SERVER_INSTRUCTIONS = INSTRUCTIONS;

/** Lists that stay the same while the server runs. */
export const FIXED_LIST = { ttlMs: 3_600_000, cacheScope: 'private' as const };
