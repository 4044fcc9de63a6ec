// `viewport camera`: where the camera is.
import * as z from 'zod/mini';
import { defineCommand } from '../../../command/define-command.js';
import { cameraText, queryCamera } from '../../../command/pictures/camera.js';

export const viewportCamera = defineCommand({
  name: ['viewport', 'camera'],
  summary: 'Show where the camera of the viewport is',
  examples: [{ line: 'viewport camera --json', about: 'Get its CFrame, for a program' }],
  target: 'session',
  surfaces: ['cli', 'mcp', 'repl'],
  readOnly: true,
  positionals: [],
  input: z.strictObject({}),
  run: (_input, { session, signal, options }) =>
    session.invokeAsync(queryCamera, {}, { signal, timeoutMs: options.timeoutMs }),
  format: cameraText,
});
