import { refusal } from './route.ts'
import type { Kind, Reply } from './route.ts'

const CONNECT: Readonly<Record<number, string>> = {
  400: 'invalid_argument',
  401: 'unauthenticated',
  403: 'no_rights',
  404: 'not_found',
}
const GRPC: Readonly<Record<number, number>> = {
  400: 3,
  401: 16,
  403: 7,
  404: 5,
  409: 6,
  429: 8,
  500: 13,
  503: 14,
  504: 4,
}

/** A refusal in the manner of a server; `message` may be what the server was sent. */
export function refusalOf(kind: Kind, status: number, message: string): Reply {
  switch (kind) {
    case 'busit':
      return { status: 200, body: { error: { message, code: status, data: null } } }
    case 'the-things-stack':
      return stackError(status, CONNECT[status] ?? 'internal', message)
    case 'chirpstack':
      return { status, body: { code: GRPC[status] ?? 2, message, details: [] } }
    case 'own':
      return { status, body: message, headers: { 'content-type': 'text/plain' } }
    default:
      return refusal(status, message)
  }
}

/** An error of The Things Stack: the status of HTTP, the code of gRPC, and the name in its details. */
export function stackError(status: number, name: string, message = name): Reply {
  const namespace = 'pkg/deviceclaimingserver'
  const details = [
    {
      '@type': 'type.googleapis.com/ttn.lorawan.v3.ErrorDetails',
      namespace,
      name,
      message_format: message,
      code: GRPC[status] ?? 2,
    },
  ]
  return {
    status,
    body: { code: GRPC[status] ?? 2, message: `error:${namespace}:${name} (${message})`, details },
  }
}
