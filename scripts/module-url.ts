// Stands in for `import.meta.url` where a module becomes CommonJS: the build injects it where it is used.
import { pathToFileURL } from 'node:url';

export const MODULE_URL = /* @__PURE__ */ pathToFileURL(__filename).href;
