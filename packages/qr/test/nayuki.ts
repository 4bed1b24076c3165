import { createRequire } from 'node:module'
import type * as nayukiTypes from 'nayuki-qr-code-generator'
import type { QrPlan, QrSymbol } from '@claimtag/qr'

// CommonJS with an `exports.default`, which loaders of ES modules unwrap in different ways.
const { QrCode, QrSegment } = (
  createRequire(import.meta.url)('nayuki-qr-code-generator') as typeof nayukiTypes.default
).default

const LEVEL = { L: 'LOW', M: 'MEDIUM', Q: 'QUARTILE', H: 'HIGH' } as const

export type Modules = Pick<QrSymbol, 'mask' | 'size' | 'get'>

/** The Nayuki reference's symbol for the same segments, version and level. */
export function nayuki(plan: QrPlan, mask = -1): Modules {
  const segments = plan.segments.map((segment) => {
    switch (segment.mode) {
      case 'numeric':
        return QrSegment.makeNumeric(segment.text)
      case 'alphanumeric':
        return QrSegment.makeAlphanumeric(segment.text)
      case 'byte':
        return QrSegment.makeBytes([...Buffer.from(segment.text)])
      default:
        return QrSegment.makeEci(segment.assignment)
    }
  })
  const level = QrCode.Ecc[LEVEL[plan.errorCorrection]]
  const symbol = QrCode.encodeSegments(segments, level, plan.version, plan.version, mask, false)
  return { mask: symbol.mask, size: symbol.size, get: (x, y) => symbol.getModule(x, y) }
}

export function sameModules(a: Modules, b: Modules): boolean {
  if (a.size !== b.size) return false
  for (let y = 0; y < a.size; y++) {
    for (let x = 0; x < a.size; x++) if (a.get(x, y) !== b.get(x, y)) return false
  }
  return true
}

/** One line of text a row, for people who look at a failure. */
export function draw({ size, get }: Modules): string {
  const row = (y: number): string =>
    Array.from({ length: size }, (_, x) => (get(x, y) ? '##' : '  ')).join('')
  return Array.from({ length: size }, (_, y) => row(y)).join('\n')
}
