export interface Legal {
  readonly a: number;
}
