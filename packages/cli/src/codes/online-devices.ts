import { ClaimtagError, type Format, namedRecord } from '@claimtag/core'
import type { Cells, ColumnMapping, IdNotation, Row } from '@claimtag/devices'
import { createRowChecker, openInputs, readAll } from '@claimtag/devices/parts'
import { type DeviceToIssue, type Issuer, randomTokens } from '@claimtag/online'
import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { UsageError } from '../usage-error.ts'
import { deviceToIssue } from './device-to-issue.ts'
import type { RefusedRows } from './refused-rows.ts'

interface OnlineDevicesOptions {
  readonly format: Format
  readonly columns: ColumnMapping
  readonly ids: IdNotation | undefined
  readonly visible: boolean
}

/** A file of devices without tokens, given as lines of JSON with tokens. Each row keeps the line that it has there. */
export interface OnlineDevices {
  /** How the file writes the IDs of vendor and profile. */
  readonly ids: IdNotation | undefined
  /** With tokens that stand for those to come, so that everything else that is wrong with a row shows. */
  draft(): AsyncGenerator<string>
  /**
   * With the tokens of the devices' codes, which are issued where there are none yet.
   *
   * @throws ClaimtagError when the store fails; codes that it has are found by the next call
   */
  issued(options: IssueOptions): AsyncGenerator<string>
  dispose(): Promise<void>
}

interface IssueOptions {
  readonly issuer: Pick<Issuer, 'issueMany'>
  /** Lines of rows to leave out: they get no code. */
  readonly without: ReadonlySet<number>
  /** Is told of the devices that the store refuses; their rows are left out, too. */
  readonly refused: RefusedRows
  readonly signal: AbortSignal
}

/**
 * Opens a file of devices that get their tokens from the store of codes.
 *
 * @throws UsageError for a format without a token
 * @throws InputError when the file cannot be read
 */
export async function openOnlineDevices(
  source: string | Readable,
  { format, columns, ids, visible }: OnlineDevicesOptions,
): Promise<OnlineDevices> {
  if (!format.fields.some(({ name }) => name === 'ownerToken'))
    throw new UsageError(`Codes of ${format.id} carry no ownerToken: nothing is to be issued.`)
  const check = createRowChecker(format)
  const { inputs, dispose } = await openInputs(source, { columns, ids, visible })

  async function* rows(): AsyncGenerator<Row> {
    for (const batch of readAll(inputs)) {
      await nextTurn()
      yield* batch
    }
  }

  return {
    ids: inputs[0]?.ids,
    async *draft() {
      const write = lineWriter(columns)
      for await (const { line, cells } of rows())
        yield write(line, cells === undefined ? undefined : withToken(cells, line, draftToken(cells, format)))
    },
    async *issued({ issuer, without, refused, signal }) {
      const write = lineWriter(columns)
      /** Rows whose codes were requested and are not there yet, in order. */
      const waiting: Row[] = []
      async function* asked(): AsyncGenerator<DeviceToIssue> {
        for await (const row of rows()) {
          const { line, cells } = row
          if (cells === undefined || without.has(line)) continue
          const { device } = check(withToken(cells, line, draftToken(cells, format)), line)
          if (device === undefined) continue
          waiting.push(row)
          yield deviceToIssue(device)
        }
      }
      for await (const outcome of issuer.issueMany(asked(), { signal })) {
        signal.throwIfAborted()
        const { line, cells } = waiting.shift() ?? {}
        if (line === undefined || cells === undefined) throw new Error('a code came for no row')
        if (outcome.ok) yield write(line, withToken(cells, line, outcome.issued.record.ownerToken ?? ''))
        // It is the store that fails, and not the row.
        else if ('retryable' in outcome.issue && outcome.issue.retryable)
          throw new ClaimtagError(outcome.issue, outcome.message)
        else
          refused.refuse({
            line,
            devEui: cells.fields.devEui,
            code: outcome.issue.code,
            reason: outcome.message,
          })
      }
    },
    dispose,
  }
}

/** @throws UsageError for a row that brings a token of its own */
function withToken(cells: Cells, line: number, ownerToken: string): Cells {
  if (cells.fields.ownerToken !== undefined)
    throw new UsageError(
      `Line ${line} brings an ownerToken, and --online takes them from the store: claimtag import puts those of a file there.`,
    )
  return { ...cells, fields: { ...cells.fields, ownerToken } }
}

/** The same for the same DevEUI, so that a row that is there twice is a repeated one. It never gets onto a label. */
function draftToken({ fields }: Cells, format: Format): string {
  const draw = randomTokens((bytes) =>
    bytes.set(
      createHash('shake256', { outputLength: bytes.length })
        .update(fields.devEui ?? '')
        .digest(),
    ),
  )
  return draw({} as never, { format } as never) as string
}

/** Writes rows as lines of JSON under the names of their file, each in its own line. */
function lineWriter(columns: ColumnMapping): (line: number, cells: Cells | undefined) => string {
  let next = 1
  return (line, cells) => {
    const skipped = Math.max(0, line - next)
    next += skipped + 1
    return `${'\n'.repeat(skipped)}${cells === undefined ? '[]' : JSON.stringify(membersOf(cells, columns))}\n`
  }
}

function membersOf({ fields, columns: others, headings }: Cells, columns: ColumnMapping): object {
  const nameOf = (field: string): string =>
    (field === 'ownerToken' ? columns.ownerToken : headings?.[field as keyof Cells['fields']]) ?? field
  const own = Object.entries(fields).map(([field, value]) => [nameOf(field), value] as const)
  return namedRecord([...Object.entries(others), ...own])
}
