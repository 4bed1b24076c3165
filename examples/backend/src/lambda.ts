// An adapter for functions that get a request as an event, for example AWS Lambda's of version 2.0.

/** The part of the event that is used. */
export interface HttpEvent {
  readonly rawPath: string
  readonly rawQueryString: string
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly requestContext: { readonly http: { readonly method: string } }
  readonly body?: string
  readonly isBase64Encoded: boolean
}

export interface HttpResult {
  readonly statusCode: number
  readonly headers: Record<string, string>
  readonly body: string
  readonly isBase64Encoded: true
}

export function lambdaHandler(handle: (request: Request) => Promise<Response>) {
  return async (event: HttpEvent): Promise<HttpResult> => {
    const { method } = event.requestContext.http
    const url = `https://${event.headers['host'] ?? 'localhost'}${event.rawPath}?${event.rawQueryString}`
    const headers = Object.entries(event.headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value] as [string, string]],
    )
    const body =
      event.body === undefined ? null : Buffer.from(event.body, event.isBase64Encoded ? 'base64' : 'utf8')
    const response = await handle(new Request(url, { method, headers, body }))
    return {
      statusCode: response.status,
      headers: Object.fromEntries(response.headers),
      body: Buffer.from(await response.arrayBuffer()).toString('base64'),
      isBase64Encoded: true,
    }
  }
}
