/** One request, as it is written down. No address, body or path: these hold DevEUIs and tokens. */
export interface LogEntry {
  readonly route: string
  readonly method: string
  readonly status: number
  readonly ms: number
  /** The id of the API key, not the key. */
  readonly key: string | undefined
}

export type Log = (entry: LogEntry) => void

/** Lines of JSON, for whatever collects logs. */
export function jsonLog(write: (line: string) => unknown, now: () => Date = () => new Date()): Log {
  return (entry) => void write(`${JSON.stringify({ at: now().toISOString(), ...entry })}\n`)
}
