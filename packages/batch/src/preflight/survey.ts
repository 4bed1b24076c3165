import type { Device, Row, RowIssue } from '@claimtag/devices'
import {
  type Cut,
  type Input,
  type RowChecker,
  addToProfile,
  type FileProfile,
  type FileProfileCounts,
  isHexadecimal,
  inFile,
  issuesOf,
  readPart,
  warningsOf,
} from '@claimtag/devices/parts'
import { addKeyLike, type KeyLikeColumns, type KeyLikeFindings } from '../plan/key-like-columns.ts'
import type { SymbolVersions } from '../plan/same-size.ts'
import { halfOf } from './compact/key-map.ts'
import { createTextHash, type Hash64, type HashSeeds } from './compact/text-hash.ts'
import { createCauseCounter, refusalLine, type RefusalCause } from './refusals.ts'

/** The data of the rows of one stretch, packed, so that a thread can send a million of them. */
export interface Survey {
  readonly rows: number
  /** For each row one or more bits of `ROW`. */
  readonly marks: Uint8Array
  /** High and low half of each row's DevEUI; 0 where it has none. */
  readonly devEuis: Uint32Array
  /** The same for each token's hash. */
  readonly tokens: Uint32Array
  /** Everything that is wrong with refused rows, as lines of JSON. */
  readonly refusals: Uint8Array
  /** The causes of these, counted. */
  readonly causes: readonly RefusalCause[]
  /** The same for each serial number's hash; empty when there are none. */
  readonly serials: Uint32Array
  /** The profile of tokens and serial numbers of sound rows. */
  readonly profile: FileProfile
  /** The first few warnings. */
  readonly warnings: readonly RowIssue[]
  /** Printed columns whose values may be keys. */
  readonly keyLike: KeyLikeColumns
  /** The largest version of each element's symbols, so far in this thread. */
  readonly versions: SymbolVersions
  /** Whether any token is not hexadecimal. */
  readonly otherTokens: boolean
}

/** The bits of `marks`. */
export const ROW = { hasDevEui: 1, hasToken: 2, isRefused: 4, hasSerial: 8 } as const

/** A few examples are enough for people; the count tells the rest. */
export const WARNINGS_KEPT = 1000

/** Checks the rows of a stretch one by one; comparing them with each other is left to the caller. */
export type Surveyor = (cut: Cut, seeds: HashSeeds) => Promise<Survey>

/**
 * @param planned the reasons why a device's label cannot be made, if any
 * @param printed columns that the label prints
 * @param versions those of the symbols that were planned
 */
export function createSurveyor(
  inputs: readonly Input[],
  check: RowChecker,
  planned: (device: Device, line: number) => readonly RowIssue[],
  printed: readonly string[] = [],
  versions: () => SymbolVersions = () => [],
): Surveyor {
  return async (cut, seeds) => {
    const hash = createTextHash(seeds)
    const packed = createPacker()
    const counter = createCauseCounter()
    let refusals = ''
    const warnings: RowIssue[] = []
    const profile: FileProfileCounts = new Map()
    const keyLike: KeyLikeFindings = new Map()
    let otherTokens = false

    function see({ cells, line, file, issues: readIssues, warnings: mended }: Row): void {
      const checked = cells === undefined ? undefined : check(cells, line)
      const token = cells?.fields.ownerToken
      const { device, devEui } = checked ?? {}
      const wrong = issuesOf(readIssues, checked?.issues ?? NONE)
      const issues = device !== undefined && wrong.length === 0 ? planned(device, line) : wrong
      const serial = cells?.fields.serialNumber
      // A text that is not a token, such as TBD or #N/A in every row, says nothing about their form.
      const isToken = token !== undefined && !wrong.some(({ field }) => field === 'ownerToken')
      otherTokens ||= isToken && !isHexadecimal(token)
      packed.add(
        devEui,
        isToken ? hash(token) : undefined,
        serial === undefined ? undefined : hash(serial),
        issues.length > 0,
      )
      for (const issue of inFile(issues, file)) {
        refusals += refusalLine(issue)
        counter.add(issue)
      }
      if (issues.length > 0 || device === undefined || cells === undefined) return
      addToProfile(profile, cells)
      addKeyLike(keyLike, cells, { line, file }, printed)
      if (warnings.length >= WARNINGS_KEPT) return
      for (const warning of mended) warnings.push(warning)
      for (const warning of inFile(warningsOf(device, cells, line), file)) warnings.push(warning)
    }

    for (const rows of readPart(inputs, { ...cut, index: 0 })) for (const row of rows) see(row)
    return {
      ...packed.taken(),
      profile,
      keyLike,
      refusals: ownBytes(refusals),
      causes: counter.causes(),
      warnings,
      versions: versions(),
      otherTokens,
    }
  }
}

const NONE: readonly RowIssue[] = []

/** In memory of its own, so that it can be transferred to another thread. */
function ownBytes(text: string): Uint8Array {
  const bytes = Buffer.allocUnsafeSlow(Buffer.byteLength(text))
  bytes.write(text)
  return new Uint8Array(bytes.buffer)
}

type Packed = Pick<Survey, 'rows' | 'marks' | 'devEuis' | 'tokens' | 'serials'>

interface Packer {
  add(
    devEui: string | undefined,
    token: Hash64 | undefined,
    serial: Hash64 | undefined,
    refused: boolean,
  ): void
  taken(): Packed
}

const FIRST_ROOM = 1024

function createPacker(): Packer {
  let rows = 0
  let marks = new Uint8Array(FIRST_ROOM)
  let devEuis = new Uint32Array(2 * FIRST_ROOM)
  let tokens = new Uint32Array(2 * FIRST_ROOM)
  let serials = new Uint32Array(2 * FIRST_ROOM)
  let hasSerials = false

  return {
    add(devEui, token, serial, refused) {
      if (rows === marks.length) {
        marks = copyOf(marks, new Uint8Array(2 * rows))
        devEuis = copyOf(devEuis, new Uint32Array(4 * rows))
        tokens = copyOf(tokens, new Uint32Array(4 * rows))
        serials = copyOf(serials, new Uint32Array(4 * rows))
      }
      let mark = refused ? ROW.isRefused : 0
      if (devEui !== undefined) {
        mark |= ROW.hasDevEui
        devEuis[2 * rows] = halfOf(devEui, 0)
        devEuis[2 * rows + 1] = halfOf(devEui, 8)
      }
      if (token !== undefined) {
        mark |= ROW.hasToken
        tokens[2 * rows] = token.high
        tokens[2 * rows + 1] = token.low
      }
      if (serial !== undefined) {
        mark |= ROW.hasSerial
        serials[2 * rows] = serial.high
        serials[2 * rows + 1] = serial.low
        hasSerials = true
      }
      marks[rows++] = mark
    },
    taken: () => ({
      rows,
      marks: marks.slice(0, rows),
      devEuis: devEuis.slice(0, 2 * rows),
      tokens: tokens.slice(0, 2 * rows),
      serials: serials.slice(0, hasSerials ? 2 * rows : 0),
    }),
  }
}

function copyOf<T extends Uint8Array | Uint32Array>(from: T, to: T): T {
  to.set(from)
  return to
}
