// What an agent gets for a call: one envelope for all tools, the short text of the command, and pictures as pictures.
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CallToolResult } from '@modelcontextprotocol/server';
import type { AnyCommand } from '../../command/define-command.js';
import type { Delivery } from '../../protocol/bridge-error.js';
import type { SessionInfo } from '../../protocol/session-info.js';
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

type Content = CallToolResult['content'];

export class ToolResults {
  constructor(
    private readonly store: ResultStore,
    private readonly limits: ResultLimits,
  ) {}

  ofData(command: AnyCommand, data: unknown, facts: CallFacts): CallToolResult {
    const failed = (command.exitCode?.(data) ?? 0) !== 0;
    const failure = command.formatFailure?.(data);
    const image = imageOf(command, data, this.limits.maxImagePixels);
    const shown = image
      ? withoutFlags(command.format(data, { streamed: false }))
      : command.format(data, { streamed: false });
    const fullText = [shown, ...(failure === undefined ? [] : [failure])]
      .filter((part) => part !== '')
      .join('\n');
    const rest = image === undefined ? data : image.data;
    const totalBytes = jsonBytes(rest);
    const text = cutText(fullText, this.limits.maxOutputBytes);
    const cut = cutValue(rest, this.limits.maxOutputBytes);
    const content: Content = [];
    const envelope: Record<string, unknown> = {
      ok: !failed,
      data: liftedOut(cut),
      ...factsOf(facts, text),
      ...lifted(rest),
      ...(facts.session === undefined ? {} : { delivery: 'ran' satisfies Delivery }),
      totalBytes: lifted(rest).totalBytes ?? totalBytes,
    };
    if (cut !== rest || text !== fullText) this.keep(rest, fullText, envelope, content);
    if (image !== undefined) content.unshift(image.content);
    if (text !== '' || content.length === 0)
      content.unshift({ type: 'text', text: withNotes(text || 'Done.', envelope) });
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

  /** The whole of it in a file, and how to read on. */
  private keep(data: unknown, text: string, envelope: Record<string, unknown>, content: Content): void {
    envelope.truncated = true;
    const isTextOnly = jsonBytes(data) <= this.limits.maxOutputBytes;
    const whole = isTextOnly ? text : JSON.stringify(data, undefined, 1);
    try {
      const kept = this.store.keep(
        whole,
        isTextOnly ? 'txt' : 'json',
        isTextOnly ? this.limits.maxOutputBytes : 0,
      );
      envelope.file = kept.path;
      envelope.nextCursor ??= kept.nextCursor;
      content.push({
        type: 'resource_link',
        uri: pathToFileURL(kept.path).href,
        name: basename(kept.path),
        description: `The whole result, also in parts from ${kept.nextCursor}`,
        mimeType: isTextOnly ? 'text/plain' : 'application/json',
      });
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      envelope.notes = [...notesOf(envelope), `The whole result could not be kept in a file: ${why}`];
    }
  }
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
  const cut = truncated === true ? [`[cut, ${totalBytes} bytes in all${where.join('')}]`] : [];
  return [text, ...notesOf(envelope), ...cut].join('\n');
}

/** What a person could do with the picture at a shell. */
function withoutFlags(text: string): string {
  const lines = text.split('\n').filter((line) => !/(^|\s)--\w/.test(line));
  return lines.join('\n');
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
