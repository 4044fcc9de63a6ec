// The emulated Studio for other programs: @quenty/studio-bridge/emulator.
export type { OutputEntry, OutputLevel } from './engine/log-operations.js';
export {
  type EmulatedStudio,
  type EmulatedStudioOptions,
  type PluginModel,
  startEmulatedStudioAsync,
} from './studio/start-emulated-studio.js';
