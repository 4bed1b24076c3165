import { onTestFinished } from 'vitest'
import { createClient, type S3Client, type StoragePorts } from '../src/index.ts'
import { SECRET, type S3Server, startS3 } from './s3-server.ts'

export { SECRET }

export interface Harness {
  readonly server: S3Server
  readonly client: S3Client
  /** How long the client was told to wait, in milliseconds. */
  readonly waits: number[]
}

/** A server and a client that waits for nothing. */
export async function harness(more: Partial<StoragePorts> = {}): Promise<Harness> {
  const server = await startS3()
  onTestFinished(() => server.close())
  const waits: number[] = []
  const client = createClient({
    environment: {
      AWS_ACCESS_KEY_ID: 'id',
      AWS_SECRET_ACCESS_KEY: SECRET,
      AWS_ENDPOINT_URL_S3: server.endpoint,
    },
    random: () => 0.5,
    sleep(milliseconds) {
      waits.push(milliseconds)
      return Promise.resolve()
    },
    ...more,
  })
  return { server, client, waits }
}

export async function* inPieces(bytes: Uint8Array, size = 1 << 20): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

export async function whole(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = []
  for await (const piece of pieces) all.push(piece)
  return Buffer.concat(all)
}

/** The first requests that match fail, each in its way; those behind them do not. */
export function failing<F>(pattern: RegExp, ...faults: readonly F[]): (line: string) => F | undefined {
  const left = [...faults]
  return (line) => (pattern.test(line) ? left.shift() : undefined)
}
