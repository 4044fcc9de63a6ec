// What the conformance suite reads: prompts, resources and results with contents that nothing here has to say.
import type { CallToolResult, ContentBlock, PromptMessage } from '@modelcontextprotocol/server';
import { encode } from 'fast-png';
import type { PromptAnswers } from '../../../src/mcp/server/client-requests.js';
import { PromptCatalog } from '../../../src/mcp/server/content/prompts.js';
import type { McpParts } from '../../../src/mcp/server/mcp-server.js';
import { questionAsync } from './suite-questions.js';

export const PIXEL = encode({ width: 1, height: 1, data: new Uint8Array([255, 0, 0, 255]), channels: 4 });
const PICTURE = Buffer.from(PIXEL).toString('base64');

/** The header of a sound of no length. */
const SOUND = Buffer.from(
  '524946462400000057415645666d74201000000001000100401f0000803e0000020010006461746100000000',
  'hex',
).toString('base64');

const text = (said: string): ContentBlock => ({ type: 'text', text: said });
const embedded = (uri: string, said: string): ContentBlock => ({
  type: 'resource',
  resource: { uri, mimeType: 'text/plain', text: said },
});
const image: ContentBlock = { type: 'image', data: PICTURE, mimeType: 'image/png' };

const CONTENTS: Readonly<Record<string, ContentBlock[]>> = {
  test_audio_content: [{ type: 'audio', data: SOUND, mimeType: 'audio/wav' }],
  test_embedded_resource: [embedded('test://embedded-resource', 'This is an embedded resource content.')],
  test_multiple_content_types: [
    text('Multiple content types test:'),
    image,
    embedded('test://mixed-content-resource', '{"test":"data","value":123}'),
  ],
};

export const CONTENT_NAMES = Object.keys(CONTENTS);

export function contentOf(name: string): CallToolResult {
  return { content: CONTENTS[name] ?? [text('answered')], structuredContent: { ok: true } };
}

const PROMPTS = new PromptCatalog([
  { name: 'test_simple_prompt', description: 'A prompt', text: () => 'This is a simple prompt for testing.' },
  {
    name: 'test_prompt_with_arguments',
    description: 'A prompt with arguments',
    arguments: ['arg1', 'arg2'].map((name) => ({ name, description: name, required: true })),
    text: ({ arg1, arg2 }) => `Prompt with arguments: arg1='${arg1}', arg2='${arg2}'`,
  },
  {
    name: 'test_prompt_with_embedded_resource',
    description: 'A prompt with a resource in it',
    arguments: [{ name: 'resourceUri', description: 'Its address', required: true }],
    text: () => 'Please process the embedded resource above.',
  },
  {
    name: 'test_prompt_with_image',
    description: 'A prompt with a picture',
    text: () => 'Please analyze the image above.',
  },
  {
    name: 'test_input_required_result_prompt',
    description: 'A prompt that asks',
    text: () => 'With what was asked for.',
  },
]);

/** The server's own, with a content before the text, or a question before both. */
export const SUITE_PROMPTS: PromptAnswers = {
  list: () => PROMPTS.list(),
  missingArgument: (name, given) => PROMPTS.missingArgument(name, given),
  async get(name, given, context) {
    const question = await questionAsync(name, context);
    if (question !== undefined) return question;
    const prompt = PROMPTS.get(name, given);
    if (prompt === undefined) throw new TypeError(`There is no prompt ${name}.`);
    const content =
      name === 'test_prompt_with_image'
        ? image
        : given.resourceUri && embedded(given.resourceUri, 'Embedded resource content for testing.');
    const before: PromptMessage[] = content ? [{ role: 'user', content }] : [];
    return { ...prompt, messages: [...before, ...prompt.messages] };
  },
};

export const SUITE_RESOURCES: McpParts['resources'] = {
  list: () => [
    { uri: 'test://static-text', name: 'text', description: 'A text', mimeType: 'text/plain' },
    { uri: 'test://static-binary', name: 'picture', mimeType: 'image/png' },
  ],
  listTemplates: () => [
    { uriTemplate: 'test://template/{id}/data', name: 'data', mimeType: 'application/json' },
  ],
  async readAsync(uri) {
    const [, id] = /^test:\/\/template\/(\w+)\/data$/.exec(uri) ?? [];
    if (id !== undefined)
      return { contents: [{ uri, mimeType: 'application/json', text: JSON.stringify({ id }) }] };
    if (uri === 'test://static-binary') return { contents: [{ uri, mimeType: 'image/png', blob: PICTURE }] };
    if (uri !== 'test://static-text') return undefined;
    return { contents: [{ uri, mimeType: 'text/plain', text: 'This is the content of the static text.' }] };
  },
};
