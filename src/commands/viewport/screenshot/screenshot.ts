// `viewport screenshot`: what the viewport shows, as PNG.
import * as z from 'zod/mini';
import { defineCommand } from '../../../command/define-command.js';
import { captureScreenshot, takePictureAsync } from './take-picture.js';

export { captureScreenshot };

export const viewportScreenshot = defineCommand({
  name: ['viewport', 'screenshot'],
  summary: 'Take a picture of the viewport',
  description: 'A frame that is black in every pixel is an error: it was never drawn.',
  examples: [
    { line: 'viewport screenshot --output viewport.png', about: 'Write it to a file' },
    { line: 'viewport screenshot --width 800 --format base64', about: 'Get a smaller one as text' },
  ],
  target: 'session',
  surfaces: ['cli', 'mcp', 'repl'],
  readOnly: true,
  tool: { fields: { ui: 'With the interface' } },
  positionals: [],
  aliases: ['screenshot'],
  input: z.strictObject({
    width: z.optional(z.int().check(z.minimum(1), z.describe('The most pixels from left to right'))),
    height: z.optional(z.int().check(z.minimum(1), z.describe('The most pixels from top to bottom'))),
    ui: z._default(z.boolean().check(z.describe('With the interface, or --no-ui without it')), true),
  }),
  run: (input, context) => takePictureAsync(input, context),
  format: ({ width, height, base64 }) =>
    `A picture of ${width} by ${height} pixels, ${Math.ceil((base64.length * 3) / 4 / 1024)} kB as PNG.\n` +
    'To keep it: --output FILE. To get it as text: --format base64',
  binary: ({ base64 }) => Buffer.from(base64, 'base64'),
  fileType: '.png',
});
