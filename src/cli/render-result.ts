// A command's data in the form that was asked for, and what it emits while it runs.

import type { GlobalValues } from '../command/argv/global-options.js';
import type { Emission } from '../command/command-context.js';
import type { AnyCommand } from '../command/define-command.js';
import { BridgeError } from '../protocol/bridge-error.js';
import { writeResultFile } from './result-file.js';
import type { Styles } from './styles.js';
import type { TextSink } from './text-sink.js';

export interface Sinks {
  readonly out: TextSink;
  readonly err: TextSink;
  readonly errStyles: Styles;
}

type Form = Pick<GlobalValues, 'format' | 'output'>;

export function renderEmission(
  emission: Emission,
  { format, output }: Form,
  { out, err, errStyles }: Sinks,
): void {
  if (format === 'json' && emission.data !== undefined) out.write(line(JSON.stringify(emission.data)));
  if (format !== 'text') return;
  if (emission.to === 'result' && output === undefined) out.write(line(emission.text));
  else err.write(line(coloured(emission, errStyles)));
}

function coloured({ text, level }: Emission, styles: Styles): string {
  if (level === 'Error') return styles.red(text);
  return level === 'Warning' ? styles.yellow(text) : text;
}

export function renderResult(command: AnyCommand, data: unknown, form: Form, { out, err }: Sinks): void {
  const failure = command.formatFailure?.(data);
  if (failure !== undefined && form.format === 'text') err.write(line(failure));
  const content = contentOf(command, data, form);
  if (form.output === undefined) out.write(typeof content === 'string' ? line(content) : content);
  else writeResultFile(form.output, typeof content === 'string' ? line(content) : content);
}

function contentOf(command: AnyCommand, data: unknown, { format, output }: Form): string | Uint8Array {
  if (format === 'json') return data === undefined ? '' : JSON.stringify(data);
  const bytes = command.binary?.(data);
  if (format === 'base64') {
    if (bytes) return Buffer.from(bytes).toString('base64');
    throw new BridgeError('USAGE', 'This result is not binary: it has no base64 form.', {
      hint: 'Use --format json or --format text.',
    });
  }
  if (bytes && output !== undefined) return bytes;
  return command.format(data, { streamed: output === undefined });
}

function line(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
