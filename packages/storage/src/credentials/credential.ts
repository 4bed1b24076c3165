/** What signs requests. */
export interface Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string | undefined
  /** Milliseconds since 1970. */
  readonly expires?: number | undefined
}

export type Environment = Readonly<Record<string, string | undefined>>
