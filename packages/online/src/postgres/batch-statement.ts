/** A statement for many rows: its parameters are the columns of these. */
export interface BatchStatement {
  readonly columns: readonly Column[]
  /** @param asked a table of the rows, with the names of the columns */
  readonly text: (asked: string) => string
}

export type Column = readonly [name: string, type: string]

/** Whose row it is: the first columns of each statement. */
export const KEY: readonly Column[] = [
  ['realm', 'text'],
  ['dev_eui', 'text'],
]
