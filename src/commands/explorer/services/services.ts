// `explorer services`: the top of the tree.
import * as z from 'zod/mini';
import { defineCommand } from '../../../command/define-command.js';
import { lookAsync, restText } from '../../../command/instances/look.js';
import { textTable } from '../../../command/text/text-table.js';
import { PLACE_SERVICES } from '../../../support/place-services.js';

export const explorerServices = defineCommand({
  name: ['explorer', 'services'],
  summary: 'List the services of a Studio',
  description:
    'Those that hold the things of a place, in the order of the Explorer; with --all every other too.',
  examples: [
    { line: 'explorer services', about: 'See where things are' },
    { line: 'explorer services --all --json', about: 'Get every service, for a program' },
  ],
  target: 'session',
  surfaces: ['cli', 'mcp', 'repl'],
  readOnly: true,
  positionals: [],
  input: z.strictObject({
    all: z._default(z.boolean().check(z.describe('Also services that hold nothing of the place')), false),
  }),
  async run({ all }, context) {
    const { instance, truncated, total } = await lookAsync({ path: 'game', listServices: true }, context);
    const rank = (className: string) => PLACE_SERVICES.indexOf(className) >>> 0;
    const services = (instance.children ?? [])
      .filter(({ className }) => all || PLACE_SERVICES.includes(className))
      .map(({ name, className, path, childCount }) => ({ name, className, path, childCount }))
      .sort((a, b) => rank(a.className) - rank(b.className) || (a.className < b.className ? -1 : 1));
    return { services, truncated, ...(total === undefined ? {} : { total }) };
  },
  format: ({ services, ...rest }) =>
    [
      textTable(
        ['SERVICE', 'CHILDREN', 'PATH'],
        services.map(({ className, childCount, path }) => [className, String(childCount), path]),
      ),
      restText(rest),
    ]
      .filter((line) => line !== '')
      .join('\n'),
});
