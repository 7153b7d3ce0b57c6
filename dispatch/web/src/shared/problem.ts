export interface FieldError {
  field: string
  code: string
  message: string
}

/** What the server refused (RFC 9457), or what kept the call from reaching it (status 0). */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly title: string,
    readonly detail: string,
    readonly fields: FieldError[] = [],
    /** What to look at now: of a stale version, who changed it and when. */
    readonly current: { by?: string; at?: string; state?: string; version?: number } = {},
    readonly retryAfterSeconds: number | null = null,
  ) {
    super(detail || title)
  }

  /** True when the same call with the same idempotency key may be sent again. */
  get again(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500
  }

  field(name: string): string {
    return this.fields.find((error) => error.field === name || error.field.endsWith(`.${name}`))?.message ?? ''
  }
}
