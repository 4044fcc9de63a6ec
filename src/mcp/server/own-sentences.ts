// The SDK gives Zod a language of its own, for the whole process. This gives it back the sentences that all else here is
// told in. Imported for its effect, after the SDK.
import * as z from 'zod/mini';
import { demandOf, NO_MESSAGE } from '../../protocol/schema-demand.js';

z.config({ localeError: (issue) => demandOf({ ...issue, message: NO_MESSAGE } as z.core.$ZodIssue) });
