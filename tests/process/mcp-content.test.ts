// What can be read and begun besides calling tools.
import { once } from 'node:events';
import { expect } from 'vitest';
import { callAsync, useStdioClientAsync } from '../support/use-mcp.js';
import { useStudioProcessAsync } from '../support/use-studio-process.js';
import { verifies } from '../support/verifies.js';

verifies(
  'mcp.resources',
  'sessions, logs and the guide are read, and what is not there is told',
  async () => {
    const studio = await useStudioProcessAsync('Lobby');
    const { client } = await useStdioClientAsync(studio, 'modern');
    const readAsync = async (uri: string) => {
      const [only] = (await client.readResource({ uri })).contents;
      return only && 'text' in only ? only.text : '';
    };
    const listed = await client.listResources();
    expect(listed.resources.map(({ uri }) => uri)).toEqual(['studio://guide', 'studio://sessions']);
    const { resourceTemplates } = await client.listResourceTemplates();
    expect(resourceTemplates.map(({ uriTemplate }) => uriTemplate)).toContain('studio://logs/{session}');

    expect(await readAsync('studio://guide')).toContain('# Working in Roblox Studio');
    const [session] = JSON.parse(await readAsync('studio://sessions'));
    expect(session).toMatchObject({ placeName: 'Lobby', origin: 'emulator' });
    await callAsync(client, 'studio_console_exec', { code: "print('to be read')" });
    expect(await readAsync(`studio://logs/${session.sessionId}`)).toContain('to be read');
    for (const uri of ['studio://nothing', 'studio://results/../token/0', 'http://example.com'])
      await expect(readAsync(uri)).rejects.toThrow(`There is no resource ${uri}.`);
    await expect(readAsync('studio://logs/nobody')).rejects.toThrow('No session fits "nobody"');
    const completion = await client.complete({
      ref: { type: 'ref/resource', uri: 'studio://logs/{session}' },
      argument: { name: 'session', value: session.sessionId.slice(0, 4) },
    });
    expect(completion.completion.values).toEqual([session.sessionId]);
  },
);

verifies('mcp.resources', 'an instance is read by its path, also one with an odd name', async () => {
  const studio = await useStudioProcessAsync('Lobby');
  const { client } = await useStdioClientAsync(studio, 'modern');
  const readAsync = async (path: string) => {
    const [only] = (await client.readResource({ uri: `studio://tree/${path}` })).contents;
    return JSON.parse(only && 'text' in only ? only.text : '');
  };
  const code = `
    local model = Instance.new('Model', workspace)
    model.Name = 'Old house / 50% done'
    Instance.new('Part', model).Name = 'Door'`;
  await callAsync(client, 'studio_console_exec', { code });
  const workspace = await readAsync('Workspace');
  expect(workspace).toMatchObject({ instance: { name: 'Workspace', className: 'Workspace' } });
  const path = encodeURIComponent('Workspace.Old house / 50% done');
  expect(await readAsync(path)).toMatchObject({
    instance: { name: 'Old house / 50% done', children: [{ name: 'Door', className: 'Part' }] },
  });
  await expect(readAsync('Workspace.Nothing')).rejects.toThrow(/Nothing/);
});

verifies('mcp.resources', 'a client that subscribed is told when a session comes', async () => {
  const studio = await useStudioProcessAsync();
  const { client } = await useStdioClientAsync(studio, 'legacy');
  const told = new EventTarget();
  client.setNotificationHandler('notifications/resources/updated', ({ params }) => {
    told.dispatchEvent(new CustomEvent('updated', { detail: params.uri }));
  });
  await client.subscribeResource({ uri: 'studio://sessions' });
  await callAsync(client, 'studio_process_list');
  const updated = once(told, 'updated');
  studio.start(['emulator']);
  const [event] = await updated;
  expect(event.detail).toBe('studio://sessions');
});

verifies('mcp.prompts', 'three prompts begin what people ask for', async () => {
  const { client } = await useStdioClientAsync(await useStudioProcessAsync(), 'modern');
  const { prompts } = await client.listPrompts();
  expect(prompts.map(({ name }) => name)).toEqual(['debug-error', 'write-test', 'playtest']);
  const { messages } = await client.getPrompt({
    name: 'debug-error',
    arguments: { error: 'attempt to index nil' },
  });
  expect(messages).toMatchObject([
    { role: 'user', content: { text: expect.stringContaining('attempt to index nil') } },
  ]);
  await expect(client.getPrompt({ name: 'write-test' })).rejects.toThrow(
    'The prompt write-test needs subject.',
  );
  await expect(client.getPrompt({ name: 'dance' })).rejects.toThrow(
    'There is no prompt dance. There are: debug-error',
  );
});
