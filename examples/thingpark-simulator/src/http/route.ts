/** Operations that can be made to fail. */
export type Operation =
  | 'token'
  | 'as-key'
  | 'claim'
  | 'claim-info'
  | 'status'
  | 'release'
  | 'join-server'
  | 'lists'
  | 'identity-server'
  | 'network-server'
  | 'application-server'
  | 'find'
  | 'remove'

/** Whose manners an answer has when it is not the operation's own: a limit that was passed, an injected status. */
export type Kind =
  | 'thingpark'
  | 'dx'
  | 'busit'
  | 'the-things-stack'
  | 'the-things-join-server'
  | 'chirpstack'
  | 'own'

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

export type Parts = Readonly<Record<string, string>>

/** A path with `{name}` for its variable parts, which reach `answer` decoded. */
export interface Route {
  readonly operation: Operation
  readonly kind: Kind
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly path: string
  answer(request: Request, parts: Parts): Reply
}

/** Makes the routes of one server. */
export type RouteMaker = (
  operation: Operation,
  method: Route['method'],
  path: string,
  answer: Route['answer'],
) => Route

/** @param refused the answer to a request without the right token; `undefined` when it has one */
export function guardedRoutes(kind: Kind, refused: (request: Request) => Reply | undefined): RouteMaker {
  return (operation, method, path, answer) => ({
    operation,
    kind,
    method,
    path,
    answer: (request, parts) => refused(request) ?? answer(request, parts),
  })
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

export function isEui(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9A-F]{16}$/.test(value)
}

/** What a server must not be given when another one holds the keys: a root key, an HSM group, an ownerToken. */
export function holdsKey(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(holdsKey)
  if (!isObject(value)) return false
  return Object.entries(value).some(
    ([name, member]) => /^(gen)?(app|nwk)[-_ ]?key$|hsm|ownertoken/i.test(name) || holdsKey(member),
  )
}

/** The variable parts of a path, if it belongs to this route. */
export function match(route: Route, method: string, path: string): Parts | undefined {
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
