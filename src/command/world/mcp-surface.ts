// The MCP server as the commands that start it see it: it runs commands, so no command may know it.

export interface McpServing {
  /** The port of 127.0.0.1 for Streamable HTTP, 0 for any; without it standard input and output are used. */
  readonly httpPort?: number | undefined;
  /** Instead of the token of this user's own. */
  readonly httpToken?: string | undefined;
  /** `Host` names besides loopback, and `Origin`s, that may reach it. */
  readonly allowedHosts: readonly string[];
  readonly allowedOrigins: readonly string[];
  /** Names of groups and of tools. */
  readonly tools: readonly string[];
  /** Only tools that change nothing. */
  readonly readOnly: boolean;
  /** The user is asked before a tool that may destroy something. */
  readonly confirm: boolean;
  /** More than this of one result goes to a file. */
  readonly maxOutputBytes: number;
  /** Longer edges of images are scaled down to it; 0 leaves them as they are. */
  readonly maxImagePixels: number;
}

export interface McpInstallRequest {
  /** Programs that agents run in, by the names that `mcp install` knows. */
  readonly clients: readonly string[];
  readonly scope: 'user' | 'project';
  /** What the server is called there. */
  readonly name: string;
  /** How it is started: by its name, by npx, or by the paths of this Node and this program. */
  readonly launcher: 'command' | 'npx' | 'node';
  /** What follows `mcp` on its command line. */
  readonly args: readonly string[];
  readonly action: 'install' | 'uninstall' | 'print';
  /** Writes nothing. */
  readonly isDryRun: boolean;
}

export interface McpInstallation {
  readonly client: string;
  readonly path: string;
  readonly change: 'created' | 'updated' | 'unchanged' | 'removed' | 'none';
  /** What is, or would be, in the file for this server. */
  readonly entry: string;
  /** What the user still has to do. */
  readonly next: string;
}

export interface McpSurface<Context> {
  /** Resolves when the client is gone or the context's signal is aborted. */
  serveAsync(serving: McpServing, context: Context): Promise<void>;
  installAsync(request: McpInstallRequest): Promise<McpInstallation[]>;
}
