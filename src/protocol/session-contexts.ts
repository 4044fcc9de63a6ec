// The sides of a Studio that plugins run in. Apart from the schemas, which are slow to load.
export const SESSION_CONTEXTS = ['edit', 'client', 'server'] as const;
