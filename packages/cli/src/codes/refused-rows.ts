import { prose } from '../output/prose.ts'
import type { Session } from '../session.ts'

/** The most refused rows listed on a terminal; `--json` lists all. */
const SHOWN = 100

/** Rows that the store of codes refuses, as they are said. */
export interface RefusedRows {
  readonly count: () => number
  /** All of them, in the order of their lines. */
  readonly all: () => readonly RefusedRow[]
  readonly refuse: (row: RefusedRow) => void
  /** Says how many were not listed. */
  readonly end: () => void
}

interface RefusedRow {
  readonly line: number
  readonly devEui?: string | undefined
  readonly code: string
  /** A sentence without the token. */
  readonly reason: string
}

export function createRefusedRows(json: boolean, { stderr }: Pick<Session, 'stderr'>): RefusedRows {
  const rows: RefusedRow[] = []
  return {
    count: () => rows.length,
    all: () => rows,
    refuse(row) {
      const { line, devEui, code, reason } = row
      const count = rows.push(row)
      if (json) stderr.json({ type: 'refused', line, devEui, code, reason })
      else if (count <= SHOWN) stderr.print(prose`${stderr.paint.red('refused')} line ${line}: ${reason}\n`)
    },
    end() {
      if (!json && rows.length > SHOWN)
        stderr.print(prose`… and ${rows.length - SHOWN} more; --json names them all\n`)
    },
  }
}
