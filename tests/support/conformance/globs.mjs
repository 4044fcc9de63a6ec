// The conformance suite imports `fs.globSync`, which Node 20 does not have and a run against a server does not call. A
// preload for the suite's process alone.
import { register } from 'node:module';

const FS = `export * from 'node:fs'; export { default } from 'node:fs'; export const globSync = () => [];`;
const HOOKS = `
  const url = ${JSON.stringify(`data:text/javascript,${encodeURIComponent(FS)}`)};
  export const resolve = (specifier, context, next) =>
    specifier === 'fs' && context.parentURL?.includes('/conformance/') ? { url, shortCircuit: true } : next(specifier, context);
`;

register(`data:text/javascript,${encodeURIComponent(HOOKS)}`);
