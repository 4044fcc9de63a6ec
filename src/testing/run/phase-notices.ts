// Says in words how far a run is before its first test: in Open Cloud that can take a while.
import type { PhaseReport } from '../jobs/job-context.js';

const PARTS = 4;

/** A place of a few kilobytes is not worth more than one line. */
const LARGE_BYTES = 1_000_000;

export function phaseNotices(tell: (line: string) => void): (report: PhaseReport) => void {
  let told = '';
  const once = (line: string) => {
    if (line !== told) tell(line);
    told = line;
  };
  return ({ phase, sentBytes = 0, totalBytes = 0, note }) => {
    if (note !== undefined) once(note);
    else if (phase === 'uploading') once(uploadLine(sentBytes, totalBytes));
    else if (phase === 'scheduling') once('Waiting for a server.');
    else if (phase === 'executing') once('The server has the tests.');
  };
}

function uploadLine(sentBytes: number, totalBytes: number): string {
  const size =
    totalBytes < LARGE_BYTES ? `${Math.ceil(totalBytes / 1000)} KB` : `${(totalBytes / 1e6).toFixed(1)} MB`;
  if (totalBytes < LARGE_BYTES) return `Uploading the place (${size}).`;
  const percent = (Math.floor((sentBytes / totalBytes) * PARTS) * 100) / PARTS;
  return `Uploading the place (${size}): ${percent} %.`;
}
