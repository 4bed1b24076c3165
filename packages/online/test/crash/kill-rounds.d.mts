export interface Killed {
  /** Devices whose code was acknowledged. */
  readonly acknowledged: number
  /** Acknowledged codes that are not there, or are others, afterwards. */
  readonly missing: number
  /** Acknowledgements of one device that differ. */
  readonly contradictions: number
}

export function killRounds(options: {
  readonly spec: string
  readonly rounds: number
  readonly processes?: number
  readonly devices?: number
  readonly betweenKills?: (round: number) => Promise<void>
}): Promise<Killed>
