// A command's data in the form that was asked for, and what it emits while it runs.
import type { GlobalValues } from '../command/argv/global-options.js';
import type { Emission } from '../command/command-context.js';
import type { AnyCommand } from '../command/define-command.js';
import { BridgeError } from '../protocol/bridge-error.js';
import { shownText } from '../support/shown-text.js';
import { openFileAsync, temporaryFile, writeResultFile } from './result-file.js';
import type { Styles } from './styles.js';
import type { TextSink } from './text-sink.js';

export interface Sinks {
  readonly out: TextSink;
  readonly err: TextSink;
  readonly errStyles: Styles;
  /** Somebody looks at `err`: what would end without a word says what it did. */
  readonly isWatched?: boolean;
  /** `out` is a terminal, which would act on some of what it is sent. */
  readonly isScreen?: boolean;
}

type Form = Pick<GlobalValues, 'format' | 'output' | 'open'>;

export function renderEmission(
  emission: Emission,
  { format, output, open }: Form,
  { out, err, errStyles, isScreen = false }: Sinks,
): void {
  if (format === 'json' && emission.data !== undefined) out.write(line(JSON.stringify(emission.data)));
  if (format !== 'text') return;
  if (emission.to === 'result' && output === undefined && !open)
    out.write(shown(line(emission.text), isScreen));
  else err.write(line(coloured(emission, errStyles)));
}

function coloured({ text: sent, level }: Emission, styles: Styles): string {
  const text = shownText(sent);
  if (level === 'Error') return styles.red(text);
  return level === 'Warning' ? styles.yellow(text) : text;
}

export async function renderResultAsync(
  command: AnyCommand,
  data: unknown,
  form: Form,
  { out, err, isWatched, isScreen = false }: Sinks,
): Promise<void> {
  const failure = command.formatFailure?.(data);
  if (failure !== undefined && form.format === 'text') err.write(line(shownText(failure)));
  const toFile = form.output !== undefined || form.open === true;
  const result = contentOf(command, data, form, toFile);
  const isText = form.format === 'text' && !toFile;
  const content = typeof result === 'string' ? shown(line(result), isText && isScreen) : result;
  if (!toFile) return out.write(content);
  const path = form.output ?? temporaryFile(content, form.format);
  writeResultFile(path, content);
  if (form.output !== undefined && isWatched) err.write(`Written to ${path}\n`);
  if (!form.open) return;
  await openFileAsync(path);
  if (form.output === undefined) err.write(line(path));
}

function contentOf(
  command: AnyCommand,
  data: unknown,
  { format }: Form,
  toFile: boolean,
): string | Uint8Array {
  if (format === 'json') return data === undefined ? '' : JSON.stringify(data);
  const bytes = command.binary?.(data);
  if (format === 'base64') {
    if (bytes) return Buffer.from(bytes).toString('base64');
    throw new BridgeError('USAGE', 'This result is not binary: it has no base64 form.', {
      hint: 'Use --format json or --format text.',
    });
  }
  if (bytes && toFile) return bytes;
  return command.format(data, { streamed: !toFile });
}

/** In a pipe and in a file, what was asked for is what comes. */
function shown(text: string, isScreen: boolean): string {
  return isScreen ? shownText(text) : text;
}

function line(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
