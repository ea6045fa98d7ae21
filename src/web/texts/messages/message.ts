/** What a person reads about one code: what happened · whether anything was lost and why · what to do. */
export interface Message {
  readonly what: string;
  readonly why: string;
  readonly fix: string;
  /** The one button of the card. */
  readonly action?: { readonly href: string; readonly label: string };
}
