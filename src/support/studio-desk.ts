// What a person can do in an emulated Studio around its viewport, and what they see there of plugins.

export interface DeskView {
  readonly buttons: readonly {
    readonly toolbar: string;
    readonly text: string;
    readonly tooltip: string;
    readonly isActive: boolean;
    readonly isEnabled: boolean;
  }[];
  readonly windows: readonly {
    readonly title: string;
    readonly isOpen: boolean;
    readonly width: number;
    readonly height: number;
    /** What can be read in it, from top to bottom. */
    readonly items: readonly { readonly text: string; readonly isButton: boolean }[];
  }[];
}

/** All of it fails with USAGE where there is nothing of that name, and else says what there is. */
export interface StudioDesk {
  /**
   * The same of a side of a play test, where each side's plugins have buttons and windows of their own: `edit`, `server`,
   * `client`, or the name of a player.
   */
  of(side: string): StudioDesk;
  /** The toolbars' buttons, and windows. */
  seeAsync(): Promise<DeskView>;
  /** Presses a button of a toolbar, by its text or the beginning of it. */
  pressAsync(button: string): Promise<DeskView>;
  /** Clicks with the mouse on a button in an open window, by its text or the beginning of it. */
  clickAsync(text: string): Promise<DeskView>;
  /** A PNG of the open window with this title; of the only one if there is but one. */
  drawAsync(window?: string): Promise<Uint8Array>;
}

/** As it is told to the engine. */
export interface DeskAct {
  readonly act: 'see' | 'press' | 'click' | 'draw';
  readonly name: string;
  /** Without it, the place that is edited. */
  readonly side?: string | undefined;
}
