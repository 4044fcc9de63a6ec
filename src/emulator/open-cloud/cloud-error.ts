// A refusal as the service words it. The gateway, which looks at keys and rates, has another shape than the endpoints.

const STATUS_CODES: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  409: 'ABORTED',
  429: 'RESOURCE_EXHAUSTED',
  500: 'INTERNAL',
  503: 'UNAVAILABLE',
};

export class CloudRefusal extends Error {
  constructor(
    readonly status: number,
    message: string,
    private readonly from: 'gateway' | 'endpoint' = 'endpoint',
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }

  get body(): object {
    return this.from === 'gateway'
      ? { errors: [{ code: 0, message: this.message }] }
      : { code: STATUS_CODES[this.status] ?? 'UNKNOWN', message: this.message };
  }
}
