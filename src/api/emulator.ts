// The published emulated Studio, together with the plugin that it needs to join a bridge.
export * from '../emulator/index.js';
export { bridgePlugin } from '../studio/plugin/plugin-files.js';
