// What can be read without a call: the sessions, their logs, the tree, the guide, and long results in parts.
import type {
  CallToolResult,
  ReadResourceResult,
  Resource,
  ResourceTemplateType,
} from '@modelcontextprotocol/server';
import type { SessionInfo } from '../../../protocol/session-info.js';
import { GUIDE } from '../../guide.js';
import type { ResultStore } from '../result-store.js';

export const SESSIONS_URI = 'studio://sessions';

const JSON_TYPE = 'application/json';

const RESOURCES: readonly Resource[] = [
  {
    uri: 'studio://guide',
    name: 'guide',
    description: 'How to work with these tools',
    mimeType: 'text/markdown',
  },
  { uri: SESSIONS_URI, name: 'sessions', description: 'The connected sessions', mimeType: JSON_TYPE },
];

interface Template extends ResourceTemplateType {
  /** Read by this tool; listed where there is such a tool. */
  readonly tool?: string;
}

const TEMPLATES: readonly Template[] = [
  {
    uriTemplate: 'studio://logs/{session}',
    name: 'logs',
    description: 'The newest output of a session',
    mimeType: 'text/plain',
    tool: 'studio_console_logs',
  },
  {
    uriTemplate: 'studio://tree/{path}',
    name: 'tree',
    description: 'An instance and its children, by path',
    mimeType: JSON_TYPE,
    tool: 'studio_explorer_query',
  },
  {
    uriTemplate: 'studio://results/{name}/{offset}',
    name: 'results',
    description: 'A part of a result that was too long',
    mimeType: 'text/plain',
  },
];

export interface ResourceWorld {
  readonly store: ResultStore;
  readonly maxBytes: number;
  hasTool(name: string): boolean;
  listSessionsAsync(): Promise<SessionInfo[]>;
  callAsync(tool: string, given: Record<string, unknown>, signal: AbortSignal): Promise<CallToolResult>;
}

export class Resources {
  constructor(private readonly world: ResourceWorld) {}

  list(): Resource[] {
    return [...RESOURCES];
  }

  listTemplates(): ResourceTemplateType[] {
    return TEMPLATES.filter(({ tool }) => tool === undefined || this.world.hasTool(tool)).map(
      ({ tool: _, ...template }) => template,
    );
  }

  /** Undefined where there is no such resource. */
  async readAsync(uri: string, signal: AbortSignal): Promise<ReadResourceResult | undefined> {
    const [, kind = '', rest = ''] = /^studio:\/\/([a-z]+)(?:\/(.*))?$/s.exec(uri) ?? [];
    const argument = decoded(rest);
    switch (kind) {
      case 'guide':
        return rest === '' ? textResult(uri, 'text/markdown', GUIDE) : undefined;
      case 'sessions': {
        if (rest !== '') return undefined;
        return textResult(uri, JSON_TYPE, JSON.stringify(await this.world.listSessionsAsync(), undefined, 1));
      }
      case 'results':
        return this.readResult(uri, rest);
    }
    const template = TEMPLATES.find(({ name }) => name === kind);
    if (template?.tool === undefined || !this.world.hasTool(template.tool) || argument === '')
      return undefined;
    return kind === 'logs'
      ? textResult(
          uri,
          'text/plain',
          textOf(await this.callAsync(template.tool, { sessionId: argument }, signal)),
        )
      : textResult(
          uri,
          JSON_TYPE,
          dataOf(await this.callAsync(template.tool, { path: argument, depth: 1 }, signal)),
        );
  }

  private async callAsync(
    tool: string,
    given: Record<string, unknown>,
    signal: AbortSignal,
  ): Promise<CallToolResult> {
    const result = await this.world.callAsync(tool, given, signal);
    if (result.isError) throw new Error(textOf(result));
    return result;
  }

  private readResult(uri: string, rest: string): ReadResourceResult | undefined {
    const [name = '', offset = '0'] = rest.split('/');
    if (!/^\d+$/.test(offset)) return undefined;
    const part = this.world.store.read(name, Number(offset), this.world.maxBytes);
    if (part === undefined) return undefined;
    const after = part.nextCursor === undefined ? '' : `\n[next: ${part.nextCursor}]`;
    return textResult(uri, 'text/plain', `${part.text}${after}`);
  }
}

function textResult(uri: string, mimeType: string, text: string): ReadResourceResult {
  return { contents: [{ uri, mimeType, text }] };
}

function textOf({ content }: CallToolResult): string {
  return content.flatMap((one) => (one.type === 'text' ? [one.text] : [])).join('\n');
}

function dataOf({ structuredContent }: CallToolResult): string {
  return JSON.stringify(Object(structuredContent).data, undefined, 1);
}

/** A name that is not well encoded is meant as it stands. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
