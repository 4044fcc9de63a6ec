// What the terminal shows besides what is typed: lines of output, each once though they may come twice (with the answer
// and as a push), values, failures and notices.
import type { Emission } from '../command/command-context.js';
import type { LogEntry } from '../protocol/log-entry.js';
import type { SerializedValue } from '../protocol/values.js';
import { shownText } from '../support/shown-text.js';
import type { Palette } from './palette.js';
import { FOLDED, UNFOLDED, viewValue } from './value-view.js';

/** What the plugin itself prints begins with this. */
const INTERNAL_PREFIX = '[StudioBridge]';
const KEPT_SEQUENCES = 5000;

export interface Paper {
  result(text: string): void;
  diagnostics(text: string): void;
  readonly columns: number;
  /** True where somebody is there to unfold what is folded. */
  readonly isInteractive: boolean;
}

export class Transcript {
  private readonly shown = new Set<string>();
  private lastValues: readonly SerializedValue[] = [];

  constructor(
    private readonly paper: Paper,
    private readonly palette: Palette,
  ) {}

  log(entry: LogEntry): void {
    if (entry.seq !== undefined) {
      const key = `${entry.seq} ${entry.time}`;
      if (this.shown.has(key)) return;
      this.shown.add(key);
      for (const oldest of this.shown) {
        if (this.shown.size <= KEPT_SEQUENCES) break;
        this.shown.delete(oldest);
      }
    }
    if (entry.body.startsWith(INTERNAL_PREFIX)) return;
    if (entry.level === 'Print') this.result(entry.body);
    else this.diagnostics(this.coloured(entry.level, entry.body));
  }

  emission({ text, to, level }: Emission): void {
    if (to === 'result') this.result(text);
    else this.diagnostics(this.coloured(level, text));
  }

  values(values: readonly SerializedValue[]): void {
    this.lastValues = values;
    const folding = this.paper.isInteractive ? FOLDED : UNFOLDED;
    const views = values.map((value) => viewValue(value, folding, this.paper.columns, this.palette));
    for (const { text } of views) this.result(text);
    if (views.some(({ isFolded }) => isFolded)) {
      this.diagnostics(this.palette.dim('Folded: .unfold or Ctrl+O shows all of it'));
    }
  }

  /** The last values once more, with all that is in them. */
  unfold(): void {
    for (const value of this.lastValues) {
      this.result(viewValue(value, UNFOLDED, this.paper.columns, this.palette).text);
    }
  }

  failure(text: string): void {
    this.diagnostics(this.palette.error(text));
  }

  notice(text: string): void {
    this.diagnostics(this.palette.dim(text));
  }

  text(text: string): void {
    if (text !== '') this.result(text);
  }

  private result(text: string): void {
    this.paper.result(shownText(text));
  }

  private diagnostics(text: string): void {
    this.paper.diagnostics(shownText(text));
  }

  private coloured(level: LogEntry['level'] | undefined, text: string): string {
    if (level === 'Error') return this.palette.error(text);
    return level === 'Warning' ? this.palette.warning(text) : text;
  }
}
