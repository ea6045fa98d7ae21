/** A text of several lines with everything that belongs to it: what the partial `text-area` prints. */
export interface TextArea {
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly error: string | null;
  readonly rows: number;
}

export const textArea = (given: Pick<TextArea, 'name' | 'label'> & Partial<TextArea>): TextArea => ({
  hint: '',
  value: '',
  error: null,
  rows: 4,
  ...given,
});
