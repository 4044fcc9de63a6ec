// What a plan of faults of an emulated Studio may hold.
import * as z from 'zod/mini';
import {
  EVENTS_OF_FAULT,
  STUDIO_FAULT_EVENTS,
  STUDIO_FAULT_KINDS,
  type StudioFaultPlan,
} from '../../support/studio-faults.js';
import type { CommandFiles } from '../command-context.js';
import { faultMoment, faultPlan, readFaultFileAsync } from './fault-file.js';

const seconds = z.number().check(z.minimum(0), z.maximum(86_400));

const studioFault = z
  .strictObject({
    ...faultMoment,
    fault: z.enum(STUDIO_FAULT_KINDS),
    on: z.enum(STUDIO_FAULT_EVENTS),
    type: z.optional(z.string()),
    url: z.optional(z.string()),
    afterSeconds: z.optional(seconds),
    seconds: z.optional(seconds),
    where: z.optional(z.enum(['before', 'after'])),
    status: z.optional(z.int().check(z.minimum(400), z.maximum(599))),
  })
  .check(
    z.superRefine(({ fault, on, seconds: time }, context) => {
      const add = (field: string, message: string) =>
        context.addIssue({ code: 'custom', path: [field], message });
      const events = EVENTS_OF_FAULT[fault];
      if (!events.includes(on)) add('on', `"${fault}" happens on ${events.join(', ')}, not on ${on}`);
      if ((fault === 'slow' || fault === 'hang') && time === undefined) {
        add('seconds', `"${fault}" has to say for how long`);
      }
    }),
  );

const oddStudio = z.strictObject({
  teamCreate: z.optional(z.boolean()),
  pluginsInPlay: z.optional(z.boolean()),
  clientSockets: z.optional(z.boolean()),
  minimised: z.optional(z.boolean()),
  without: z.optional(
    z.array(z.string().check(z.regex(/^\w+(\.\w+)?$/, 'has to be a class or Class.Member'))),
  ),
  answers: z.optional(
    z.record(
      z.string().check(z.regex(/^\w+\.\w+$/, 'has to be Class.Method')),
      z.union([z.string(), z.number(), z.boolean(), z.null()]),
    ),
  ),
});

const studioFaultPlan = faultPlan(studioFault, { studio: z.optional(oddStudio) });

export async function readStudioFaultsAsync(files: CommandFiles, path: string): Promise<StudioFaultPlan> {
  return await readFaultFileAsync(files, path, studioFaultPlan);
}
