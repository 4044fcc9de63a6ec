// Reads the code blocks of a document, so that tests can do what it tells its readers to do.

export interface CodeBlock {
  readonly language: string;
  /** What stands behind the language: ` ```ts title="src/a.ts" after="input:" `. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly text: string;
  /** The heading it stands under. */
  readonly heading: string;
  /** Why it is not to be run, where the document says so in a comment before it. */
  readonly notExecuted: string | undefined;
}

const TOKEN =
  /^(?<heading>#+ .+)$|^<!-- not executed: (?<reason>.+) -->$|^```(?<info>\S.*)\n(?<text>[\s\S]*?)^```$/gm;

export function codeBlocks(markdown: string): CodeBlock[] {
  const blocks: CodeBlock[] = [];
  let heading = '';
  let notExecuted: string | undefined;
  for (const { groups } of markdown.matchAll(TOKEN)) {
    if (groups?.heading !== undefined) heading = groups.heading.replace(/^#+ /, '');
    if (groups?.reason !== undefined) notExecuted = groups.reason;
    if (groups?.info === undefined) continue;
    const [language = ''] = groups.info.split(' ');
    const attributes = Object.fromEntries(
      [...groups.info.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]),
    );
    blocks.push({ language, attributes, text: groups.text ?? '', heading, notExecuted });
    notExecuted = undefined;
  }
  return blocks;
}

/** The shell commands that readers are meant to type. */
export function executedBlocks(markdown: string): CodeBlock[] {
  return codeBlocks(markdown).filter(
    ({ language, notExecuted }) => language === 'sh' && notExecuted === undefined,
  );
}
