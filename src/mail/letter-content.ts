/** A button of a letter; a path of our site, made absolute by the renderer. */
export interface LetterButton {
  readonly label: string;
  /** Begins with `/`. */
  readonly path: string;
}

/** What most letters are made of, in the order of printing. Plain sentences: the views escape them. */
export interface LetterContent {
  readonly subject: string;
  /** The first line, a size larger; usually the subject in a few more words. */
  readonly heading: string;
  readonly paragraphs: readonly string[];
  /** Lines of «what: how much»; empty = none. */
  readonly facts?: readonly { readonly label: string; readonly value: string }[];
  /** Several things at once, each with its own button; below the paragraphs. */
  readonly sections?: readonly {
    readonly title: string;
    readonly paragraphs: readonly string[];
    readonly button?: LetterButton;
  }[];
  readonly button?: LetterButton;
  /** Below the button: how long it works, what to do if it was somebody else. */
  readonly notes?: readonly string[];
  /** Last line in small print: why this letter came. */
  readonly footing: string;
  /** Stands beside it: how to get no such letters any more. */
  readonly footLink?: LetterButton;
}
