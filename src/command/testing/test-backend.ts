// What every command that runs tests can be told about where they run.
import * as z from 'zod/mini';
import { BridgeError } from '../../protocol/bridge-error.js';
import { cloudInput, cloudStyles } from '../cloud-input.js';
import type { FlagStyle } from '../define-command.js';
import { flagField, numberField } from '../field-shapes.js';
import type { CloudTarget, TestRequest } from '../world/test-access.js';

export const backendInput = {
  cloud: flagField('Run in Open Cloud'),
  local: flagField('Run in Roblox Studio on this machine'),
  emulator: z.optional(
    z
      .boolean()
      .check(z.describe('Run in the emulated Studio; by default that is taken if there is no other')),
  ),
  placeId: numberField(
    'Of --cloud: the place that the tests are uploaded to, as a version that players do not get',
  ),
  universeId: numberField('Of --cloud: the universe (experience) of that place'),
  ...cloudInput,
  builder: z.optional(
    z
      .enum(['own', 'rojo'])
      .check(z.describe('Who builds a Rojo project: this program (own), or the rojo binary')),
  ),
};

export const backendFlags = {
  ...cloudStyles,
  cloud: { slot: 'backend' },
  local: { slot: 'backend', hasNoVariable: true },
  emulator: { slot: 'backend' },
  placeId: { value: 'id' },
  universeId: { value: 'id' },
} satisfies Record<string, FlagStyle>;

/** What only Open Cloud asks for. */
export const backendBounds = {
  placeId: { needs: ['cloud'] },
  universeId: { needs: ['cloud'] },
  apiKey: { needs: ['cloud'] },
  cloudUrl: { needs: ['cloud'] },
  wait: { excludedBy: ['cloud'] },
} as const;

export interface BackendChoice {
  readonly cloud: boolean;
  readonly local: boolean;
  readonly emulator?: boolean | undefined;
  readonly placeId?: number | undefined;
  readonly universeId?: number | undefined;
  readonly apiKey?: string | undefined;
  readonly cloudUrl?: string | undefined;
}

/** @throws BridgeError USAGE if more than one is named. */
export function backendOf(choice: BackendChoice): {
  backend: TestRequest['backend'];
  cloud: CloudTarget;
} {
  const named = (['cloud', 'local', 'emulator'] as const).filter((name) => choice[name]);
  if (named.length > 1) {
    throw new BridgeError('USAGE', `Tests run in one place: --${named.join(' and --')} exclude each other.`);
  }
  const { apiKey, cloudUrl: baseUrl, placeId, universeId, emulator } = choice;
  const cloud = { apiKey, baseUrl, placeId, universeId };
  if (choice.cloud) return { backend: 'cloud', cloud };
  if (choice.local || emulator === false) return { backend: 'studio', cloud };
  return { backend: emulator ? 'emulator' : undefined, cloud };
}
