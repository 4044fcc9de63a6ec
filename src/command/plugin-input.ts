// What the commands of the group have in common: which plugin is meant, and where Studio looks for it.
import * as z from 'zod/mini';

const text = (about: string) => z.optional(z.string().check(z.minLength(1), z.describe(about)));

export const pluginFields = {
  template: text('Folder with the Luau sources of another plugin, instead of the one of the bridge'),
  name: text('What that plugin is called, if not as its folder'),
  path: text('The plugins folder, instead of the one Studio uses'),
};

export const pluginFlags = {
  template: { value: 'folder', isPath: true },
  name: { value: 'name' },
  path: { value: 'folder', isPath: true },
} as const;
