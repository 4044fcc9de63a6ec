// What an agent gets for a call: one envelope for all tools, the short text of the command, and pictures as pictures.
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CallToolResult } from '@modelcontextprotocol/server';
import type { AnyCommand } from '../../command/define-command.js';
import type { Delivery } from '../../protocol/bridge-error.js';
import type { SessionInfo } from '../../protocol/session-info.js';
import { messageOf } from '../../support/thrown-text.js';
import { imageOf } from './images/tool-image.js';
import { cutText, cutValue, jsonBytes } from './output-budget.js';
import type { ResultStore } from './result-store.js';
import type { ToolFailure } from './tool-failure.js';

export interface ResultLimits {
  readonly maxOutputBytes: number;
  readonly maxImagePixels: number;
}

export interface CallFacts {
  readonly session: SessionInfo | undefined;
  readonly durationMs: number;
  /** What the command told besides its result. */
  readonly notes: readonly string[];
}

/** Enough to see what is in the file. */
const FILED_BYTES = 1_000;

type Content = CallToolResult['content'];

export class ToolResults {
  constructor(
    private readonly store: ResultStore,
    private readonly limits: ResultLimits,
  ) {}

  ofData(command: AnyCommand, data: unknown, facts: CallFacts): CallToolResult {
    const failed = (command.exitCode?.(data) ?? 0) !== 0;
    const image = imageOf(command, data, this.limits.maxImagePixels);
    const fullText = textOf(command, data);
    const model = image === undefined ? command.binary?.(data) : undefined;
    const rest = image?.data ?? (model === undefined ? data : withoutBytes(data));
    const isForFile = command.tool?.isForFile === true;
    const maxBytes = isForFile ? FILED_BYTES : this.limits.maxOutputBytes;
    const text = cutText(fullText, maxBytes);
    const cut = cutValue(rest, maxBytes);
    const content: Content = [];
    const envelope: Record<string, unknown> = {
      ok: !failed,
      data: liftedOut(cut),
      ...factsOf(facts, text),
      ...lifted(rest),
      ...(facts.session === undefined ? {} : { delivery: 'ran' satisfies Delivery }),
      totalBytes: lifted(rest).totalBytes ?? jsonBytes(rest),
    };
    if (cut !== rest || text !== fullText) envelope.truncated = true;
    if (isForFile || cut !== rest) this.keep(rest, undefined, envelope, content);
    else if (text !== fullText) this.keep(rest, fullText, envelope, content);
    if (model !== undefined) this.keepModel(model, envelope, content);
    if (image !== undefined) content.unshift(image.content);
    if (text !== '' || content.length === 0)
      content.unshift({ type: 'text', text: withNotes(text || nothingOf(command), envelope) });
    return { content, structuredContent: envelope, ...(failed ? { isError: true } : {}) };
  }

  ofFailure(failure: ToolFailure, delivery: Delivery | undefined, facts: CallFacts): CallToolResult {
    const { code, message, hint } = failure;
    const details = cutValue(failure.details, this.limits.maxOutputBytes);
    const envelope = {
      ok: false,
      error: { ...failure, ...(details === undefined ? {} : { details }) },
      ...factsOf(facts, message),
      ...(delivery === undefined ? {} : { delivery }),
    };
    const text = withNotes(`${code}: ${message}\n${hint}`, envelope);
    return { content: [{ type: 'text', text }], structuredContent: envelope, isError: true };
  }

  /** The whole of it in a file, and how to read on; `text` is given where only that is too long. */
  private keep(
    data: unknown,
    text: string | undefined,
    envelope: Record<string, unknown>,
    content: Content,
  ): void {
    const whole = text ?? JSON.stringify(data, undefined, 1);
    try {
      const kept = this.store.keep(
        whole,
        text === undefined ? 'json' : 'txt',
        text === undefined ? 0 : this.limits.maxOutputBytes,
      );
      envelope.file = kept.path;
      envelope.nextCursor ??= kept.nextCursor;
      content.push({
        ...linkTo(kept.path),
        description: `The whole result, also in parts from ${kept.nextCursor}`,
        mimeType: text === undefined ? 'application/json' : 'text/plain',
      });
    } catch (error) {
      noteUnkept(error, envelope);
    }
  }

  /** What is no text for anybody to read goes to a file at once. */
  private keepModel(model: Uint8Array, envelope: Record<string, unknown>, content: Content): void {
    try {
      const { path } = this.store.keep(model, 'rbxm', 0);
      envelope.file = path;
      content.push({ ...linkTo(path), description: 'The model', mimeType: 'application/octet-stream' });
    } catch (error) {
      noteUnkept(error, envelope);
    }
  }
}

function textOf(command: AnyCommand, data: unknown): string {
  const text = command.format(data, { streamed: false });
  const said = command.binary ? withoutFlags(text) : isPart(data) ? inFields(text) : text;
  const parts = [said, command.formatFailure?.(data) ?? ''];
  return parts.filter((part) => part !== '').join('\n');
}

function isPart(data: unknown): boolean {
  return Object(data).truncated === true;
}

/** `… Go on with --cursor 3` → `… Go on with cursor 3` */
function inFields(text: string): string {
  return text.replace(/^\u2026.*$/gm, (line) => line.replace(/--(?=[a-z])/g, ''));
}

function linkTo(path: string) {
  return { type: 'resource_link' as const, uri: pathToFileURL(path).href, name: basename(path) };
}

function noteUnkept(error: unknown, envelope: Record<string, unknown>): void {
  const why = messageOf(error);
  envelope.notes = [...notesOf(envelope), `The whole result could not be kept in a file: ${why}`];
}

function withoutBytes(data: unknown): unknown {
  return Object.fromEntries(Object.entries(Object(data)).filter(([key]) => key !== 'base64'));
}

function nothingOf({ readOnly }: AnyCommand): string {
  return readOnly ? 'Nothing was found.' : 'Done.';
}

function factsOf({ session, durationMs, notes }: CallFacts, text: string): Record<string, unknown> {
  const told = notes.filter((note) => !text.includes(note));
  return {
    ...(session === undefined ? {} : { session: sessionFacts(session) }),
    durationMs: Math.round(durationMs * 100) / 100,
    truncated: false,
    ...(told.length === 0 ? {} : { notes: told }),
  };
}

function sessionFacts({ sessionId, placeName, context, state, origin, player }: SessionInfo) {
  return { sessionId, placeName, context, state, origin, ...(player === undefined ? {} : { player }) };
}

function notesOf({ notes }: Record<string, unknown>): string[] {
  return Array.isArray(notes) ? notes : [];
}

/** For readers that see the text alone. */
function withNotes(text: string, envelope: Record<string, unknown>): string {
  const { truncated, totalBytes, file, nextCursor } = envelope;
  const where = [
    file === undefined ? '' : `; all of it: ${file}`,
    nextCursor === undefined ? '' : `; next: ${nextCursor}`,
  ];
  const kept = file !== undefined && truncated !== true ? [`In the file ${file}`] : [];
  const cut = truncated === true ? [`[cut, ${totalBytes} bytes in all${where.join('')}]`] : [];
  return [text, ...notesOf(envelope), ...kept, ...cut].join('\n');
}

/** Without the sentences on what a person could do with the bytes at a shell. */
function withoutFlags(text: string): string {
  const sentences = text.split(/(?<=\.)\s+|\n/).filter((sentence) => !/(^|\s)--\w/.test(sentence));
  return sentences.join('\n');
}

const LIFTED = ['truncated', 'nextCursor', 'totalBytes'] as const;

/** A command that hands out its result in parts says so in the same words; they belong to the envelope. */
function lifted(data: unknown): Record<string, unknown> {
  const found = LIFTED.map((key) => [key, Object(data)[key]] as const);
  return Object.fromEntries(found.filter(([, value]) => value !== undefined));
}

function liftedOut(data: unknown): unknown {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return data;
  return Object.fromEntries(Object.entries(data).filter(([key]) => !LIFTED.some((taken) => taken === key)));
}
