// What a plugin of another program may be called: its file is named after it, and stands beside the bridge's own.

const NAME = /^[\w-]{1,64}$/;
const OWN_NAME = 'studiobridge';

export const PLUGIN_NAME_RULE = 'Use up to 64 letters, digits, _ and -.';

export const isPluginName = (name: string): boolean => NAME.test(name);
export const isOwnPluginName = (name: string): boolean => name.toLowerCase() === OWN_NAME;
