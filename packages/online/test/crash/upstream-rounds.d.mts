export interface Reconciled {
  /** Processes that were killed. */
  readonly kills: number
  /** Tokens that the upstream has minted, most of them for nothing. */
  readonly minted: number
  readonly issued: number
  /** Devices whose code has another token than the upstream. */
  readonly differing: number
  /** Those of them that `reconcile` did not name. */
  readonly unnamed: number
  /** Devices that it named and that do not differ. */
  readonly wronglyNamed: number
}

export function upstreamRounds(options: {
  readonly spec: string
  readonly devices: number
  readonly processes?: number
}): Promise<Reconciled>
