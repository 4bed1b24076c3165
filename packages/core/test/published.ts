import { readFileSync } from 'node:fs'
import type { DeviceRecord } from '@claimtag/core'

/** A code as it was published, or as a label bears it, and what reading it has to give. */
export interface Vector {
  readonly data?: string
  readonly dataHex?: string
  /** A published template with its blanks filled in. */
  readonly instance?: string
  readonly canonical?: string
  readonly expectRecord?: DeviceRecord
  readonly expectFormat?: string
  readonly expectWarnings?: readonly string[]
  readonly expectCode?: string
  readonly expectField?: string
  readonly expectPosition?: number
  readonly expectNeighbour?: string
}

interface Vectors {
  readonly crc: { readonly check: string }
  readonly tr005: Readonly<Record<'valid' | 'invalid' | 'draft2' | 'draft3', readonly Vector[]>>
  readonly vendor: readonly Vector[]
  readonly neighbours: readonly Vector[]
}

const file = new URL('../../../test/vectors/tr005.json', import.meta.url)

export const vectors = JSON.parse(readFileSync(file, 'utf8')) as Vectors

export const published = [...Object.values(vectors.tr005).flat(), ...vectors.vendor, ...vectors.neighbours]

export function textOf({ data, dataHex, instance }: Vector): string {
  return instance ?? data ?? Buffer.from(dataHex ?? '', 'hex').toString('latin1')
}
