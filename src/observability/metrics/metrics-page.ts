/** What a scrape is answered with. */
export interface MetricsPage {
  /** In Prometheus' text format. */
  read(): Promise<{ readonly contentType: string; readonly text: string }>;
  /** Bearer token that is asked for; `null` = only callers on this machine are answered. */
  readonly token: string | null;
}
