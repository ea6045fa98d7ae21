/** One file sent as `multipart/form-data`. */
export interface MultipartFile {
  readonly field: string;
  readonly filename: string;
  readonly contentType: string;
  readonly data: Uint8Array;
}

/** One HTTP exchange, with its bounds. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | MultipartFile | readonly MultipartFile[] | null;
  /** Milliseconds for the whole exchange, connecting and reading the body included. */
  readonly timeoutMs: number;
  /** Bytes of the (unpacked) reply body that are read before giving up. */
  readonly maxBytes: number;
  readonly signal: AbortSignal | null;
}

/** The server answered, with whatever status. Redirects are answers too: they are never followed. */
export interface HttpReply {
  readonly kind: 'reply';
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly bytes: number;
}

/** No complete answer. The server may or may not have done what was asked. */
export interface HttpFailure {
  readonly kind: 'timeout' | 'reset' | 'too_large' | 'aborted';
  /** A system error code such as `ECONNRESET`; never an address or a header. */
  readonly message: string;
}

/** Makes one HTTP exchange; never throws. */
export type Http = (request: HttpRequest) => Promise<HttpReply | HttpFailure>;
