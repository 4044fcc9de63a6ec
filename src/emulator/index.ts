// The emulated Studio for other programs: @quenty/studio-bridge/emulator.

export type { CloudFault, CloudFaultPlan } from '../support/cloud-faults.js';
export type { FaultMoment, FaultPlan } from '../support/fault-plan.js';
export type { PlaceReload, ReloadedPlace } from '../support/place-reload.js';
export type { DeskView, StudioDesk } from '../support/studio-desk.js';
export type { OddStudio, StudioFault, StudioFaultPlan } from '../support/studio-faults.js';
export type { OutputEntry, OutputLevel } from './engine/output-entry.js';
export { NO_BOOT_TIMES } from './open-cloud/cloud-limits.js';
export {
  type EmulatedOpenCloud,
  type StartOpenCloudOptions,
  startEmulatedOpenCloudAsync,
} from './open-cloud/start-emulated-open-cloud.js';
export { buildPlaceFile } from './places/build-place.js';
export {
  type EmulatedStudio,
  type EmulatedStudioOptions,
  type PluginModel,
  startEmulatedStudioAsync,
} from './studio/start-emulated-studio.js';
