// For a process that ends soon: compiling the schemas would take longer than what they check. Imported for its
// effect, before the first schema is made.
import * as z from 'zod/mini';

z.config({ jitless: true });
