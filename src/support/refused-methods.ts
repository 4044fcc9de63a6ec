// What takes a capability that no plugin and no script of Open Cloud has. Emulated ones refuse it with the words of the
// engine, so that a test which calls it comes to the same wherever it runs.
export const NOT_FOR_PLUGINS: Readonly<Record<string, string>> = { 'DataModel.Shutdown': 'LocalUser' };
