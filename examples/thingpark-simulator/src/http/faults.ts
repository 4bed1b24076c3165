import type { Operation } from './route.ts'

/** What goes wrong. */
export type Effect =
  /** Answers with this status instead of doing anything, in the server's own manner unless there is a `body`. */
  | {
      readonly kind: 'status'
      readonly status: number
      readonly retryAfterSeconds?: number
      readonly headers?: Readonly<Record<string, string>>
      readonly body?: unknown
    }
  /** Does what it should, and answers with this status: a gateway that did not wait long enough. */
  | { readonly kind: 'status-after'; readonly status: number }
  /** Answers 200 with this text instead of doing anything, as a captive portal would; as HTML unless it says else. */
  | { readonly kind: 'text'; readonly text: string; readonly contentType?: string }
  /** Waits, then does what it should. */
  | { readonly kind: 'delay'; readonly milliseconds: number }
  /** Cuts the connection before doing anything. */
  | { readonly kind: 'drop-before' }
  /** Does what it should, then cuts the connection: the answer is lost. */
  | { readonly kind: 'drop-after' }
  /** Does what it should, sends half of the answer, then cuts the connection. */
  | { readonly kind: 'half' }
  /** Does what it should, sends the head and one byte of the answer, and no more until the client leaves. */
  | { readonly kind: 'slow' }
  /** Does nothing and sends the client elsewhere. */
  | { readonly kind: 'redirect'; readonly location: string }
  /** Does nothing, and refuses with everything that it was sent in its message. */
  | { readonly kind: 'echo'; readonly status: number }

/** Faults that wait for their operation, in the order in which they were injected. */
export interface Faults {
  /** The next `times` requests of an operation (default one) get this effect. */
  readonly inject: (operation: Operation, effect: Effect, times?: number) => void
  /** The effect for a request, which uses it up. */
  readonly take: (operation: Operation) => Effect | undefined
}

export function createFaults(): Faults {
  const waiting = new Map<Operation, Effect[]>()
  return {
    inject(operation, effect, times = 1) {
      const effects = waiting.get(operation) ?? []
      effects.push(...Array.from({ length: times }, () => effect))
      waiting.set(operation, effects)
    },
    take: (operation) => waiting.get(operation)?.shift(),
  }
}
