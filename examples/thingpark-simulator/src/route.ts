/** Operations that can be made to fail. */
export type Operation =
  | 'token'
  | 'as-key'
  | 'claim'
  | 'join-server'
  | 'lists'
  | 'network-server'
  | 'application-server'

export interface Request {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

export interface Reply {
  readonly status: number
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** A path with `{name}` for its variable parts, which reach `answer` decoded. */
export interface Route {
  readonly operation: Operation
  readonly method: 'GET' | 'POST'
  readonly path: string
  answer(request: Request, parts: Readonly<Record<string, string>>): Reply
}

/** The errors of the DX interfaces: `{code, message}`. */
export function refusal(status: number, message: string): Reply {
  return { status, body: { code: status, message } }
}

/** The members of a JSON object; `undefined` when the body is not one. */
export function jsonObject(body: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(body)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The variable parts of a path, if it belongs to this route. */
export function match(
  route: Route,
  method: string,
  path: string,
): Readonly<Record<string, string>> | undefined {
  if (route.method !== method) return undefined
  const wanted = route.path.split('/')
  const given = path.split('/')
  if (wanted.length !== given.length) return undefined
  const parts: Record<string, string> = {}
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? ''
    if (/^\{.+\}$/.test(part)) parts[part.slice(1, -1)] = decodeURIComponent(value)
    else if (part !== value) return undefined
  }
  return parts
}
