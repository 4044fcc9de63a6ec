// What the commands of the group have in common: which plugin is meant, and where Studio looks for it.
import { textField } from './field-shapes.js';

export const pluginFields = {
  template: textField('Folder with the Luau sources of another plugin, instead of the one of the bridge'),
  name: textField('What that plugin is called, if not as its folder'),
  path: textField('The plugins folder, instead of the one Studio uses'),
};

export const pluginFlags = {
  template: { value: 'folder', isPath: true },
  name: { value: 'name' },
  path: { value: 'folder', isPath: true },
} as const;
