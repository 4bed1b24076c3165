import type { Action } from '../notice.ts'

/** A line that somebody typed or scanned: a device, or what is to be done. */
export type Order =
  | { readonly type: 'arrive'; readonly text: string }
  | { readonly type: 'act'; readonly action: Action }
  | { readonly type: 'totals' }
  | { readonly type: 'quit' }

const ANSWERS = {
  y: 'printed',
  yes: 'printed',
  n: 'not-printed',
  no: 'not-printed',
  again: 'again',
} as const

/** The orders that may be typed where no single keys are read. */
export const ORDERS: readonly string[] = [
  'reprint REASON',
  'void REASON',
  'carton',
  'pallet',
  'totals',
  'operator NAME',
  'shift',
  'y',
  'n',
  'again',
  'quit',
]

/**
 * Reads a line. No code and no DevEUI is one of the words of an order, or begins with one and a space.
 *
 * @example
 * ```ts
 * import { readOrder } from '@claimtag/line'
 *
 * console.log(readOrder('70B3D57ED00A0004').type, readOrder('reprint torn').type) // arrive act
 * ```
 */
export function readOrder(line: string): Order {
  const [, word = '', rest = ''] = /^\s*([a-z]+)(?:\s+(.*))?$/i.exec(line) ?? []
  const name = word.toLowerCase()
  if (Object.hasOwn(ANSWERS, name) && rest === '')
    return { type: 'act', action: { type: 'answer', answer: ANSWERS[name as keyof typeof ANSWERS] } }
  switch (name) {
    case 'reprint':
    case 'void':
      return { type: 'act', action: { type: name, ...aimed(rest) } }
    case 'operator':
      return { type: 'act', action: { type: 'operator', name: rest } }
    case 'carton':
    case 'pallet':
    case 'shift':
      return rest === '' ? { type: 'act', action: { type: name } } : { type: 'arrive', text: line }
    case 'totals':
    case 'quit':
      return rest === '' ? { type: name } : { type: 'arrive', text: line }
    default:
      return { type: 'arrive', text: line }
  }
}

/** `reprint carton-00003 wet`, `void 70B3D57ED00A0004 askew`: another label than the last one. */
function aimed(rest: string): { reason: string; label?: string; devEui?: string } {
  const [, label, reason] = /^((?:carton|pallet)-\d{5,}|[0-9A-Fa-f]{16})\s+(.*)$/.exec(rest) ?? []
  if (label === undefined || reason === undefined) return { reason: rest }
  return label.includes('-')
    ? { reason, label }
    : { reason, label: label.toUpperCase(), devEui: label.toUpperCase() }
}
