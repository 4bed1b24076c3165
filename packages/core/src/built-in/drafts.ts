import type { ElementDocument } from '../format/document.ts'
import { formatOf } from '../format/format.ts'
import { TR005_POSITIONS } from './tr005.ts'

const tagged = (charset: string): readonly ElementDocument[] => [
  { name: 'ownerToken', tag: 'V', charset },
  { name: 'serialNumber', tag: 'S', charset },
  { name: 'proprietary', tag: 'P', charset },
]

/** Draft 2 of TR005, still on devices: tagged elements begin with `%`, which URL-decoding scanners turn into `%25`. */
export const tr005Draft2 = formatOf({
  id: 'tr005-draft2',
  title: 'LoRa Alliance TR005, draft 2',
  readOnly: true,
  prefix: 'URN:LW:DP:',
  separator: ':',
  fields: [...TR005_POSITIONS, ...tagged('0-9A-Z$*+./-')],
  tags: { open: ':', separator: '%', damaged: '%25' },
})

/** Draft 3 of TR005, still on devices. */
export const tr005Draft3 = formatOf({
  id: 'tr005-draft3',
  title: 'LoRa Alliance TR005, draft 3',
  readOnly: true,
  prefix: 'URN:DEV:LW:',
  separator: '_',
  fields: [...TR005_POSITIONS, ...tagged('0-9A-Z')],
})
