// What a plan of faults of the emulated Open Cloud may hold.
import * as z from 'zod/mini';
import {
  CLOUD_FAULT_EVENTS,
  CLOUD_FAULT_KINDS,
  type CloudFaultPlan,
  TASK_FAULTS,
} from '../../support/cloud-faults.js';
import type { CommandFiles } from '../command-context.js';
import { faultMoment, faultPlan, readFaultFileAsync } from './fault-file.js';

const LONGEST_SECONDS = 86_400;

const cloudFault = z
  .strictObject({
    ...faultMoment,
    fault: z.enum(CLOUD_FAULT_KINDS),
    on: z.enum(CLOUD_FAULT_EVENTS),
    status: z.optional(z.int().check(z.minimum(400), z.maximum(599))),
    retryAfterSeconds: z.optional(z.number().check(z.minimum(0), z.maximum(LONGEST_SECONDS))),
    seconds: z.optional(z.number().check(z.minimum(0), z.maximum(LONGEST_SECONDS))),
    where: z.optional(z.enum(['before', 'after'])),
  })
  .check(
    z.superRefine(({ fault, on, seconds }, context) => {
      const add = (field: string, message: string) =>
        context.addIssue({ code: 'custom', path: [field], message });
      const isOfTask = TASK_FAULTS.includes(fault);
      if (isOfTask && on !== 'task') add('on', `"${fault}" happens on task, not on ${on}`);
      if (!isOfTask && on === 'task') add('on', `"${fault}" happens on a request, not on task`);
      if (fault === 'slow' && seconds === undefined) add('seconds', '"slow" has to say for how long');
    }),
  );

const cloudFaultPlan = faultPlan(cloudFault, {});

/** @throws BridgeError USAGE that names the file and the part of it that is wrong. */
export async function readCloudFaultsAsync(files: CommandFiles, path: string): Promise<CloudFaultPlan> {
  return await readFaultFileAsync(files, path, cloudFaultPlan);
}
