/** The log entry of a request. No address, body or path: these contain DevEUIs and tokens. */
export interface LogEntry {
  readonly route: string
  readonly method: string
  readonly status: number
  readonly ms: number
  /** The id of the API key, not the key. */
  readonly key: string | undefined
}

export type Log = (entry: LogEntry) => void

/** Writes lines of JSON, for any collector of logs. */
export function jsonLog(write: (line: string) => unknown, now: () => Date = () => new Date()): Log {
  return (entry) => void write(`${JSON.stringify({ at: now().toISOString(), ...entry })}\n`)
}
