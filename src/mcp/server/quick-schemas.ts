// Compiling the protocol's schemas would double the time to the first answer, and saves less on each call than anybody
// would notice. Imported for its effect, before the first schema is made.
import * as z from 'zod/mini';

z.config({ jitless: true });
