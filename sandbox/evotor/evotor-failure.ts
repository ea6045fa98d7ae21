/** A refusal of the Evotor API; only the body of 400 is documented. */
export class EvotorFailure extends Error {
  readonly status: number;
  readonly body: unknown;

  constructor(status: number, body: unknown = {}) {
    super(`evotor ${status}`);
    this.status = status;
    this.body = body;
  }
}

/** 400 with the one violation found. */
export function invalid(subject: string, reason: string): EvotorFailure {
  return new EvotorFailure(400, {
    code: 'validation_failed',
    message: 'validation failed for specified payload',
    violations: [{ reason, subject }],
  });
}
