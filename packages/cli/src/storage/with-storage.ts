import { counted } from '@claimtag/core'
import { readNamedFile } from '@claimtag/disk'
import {
  type Address,
  createClient,
  downloadFile,
  downloadFolder,
  encryptionKey,
  isAddress,
  parseAddress,
  type S3Client,
} from '@claimtag/storage'
import { rmSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { EXIT, type ExitCode } from '../exit-code.ts'
import { text } from '../flags/flag-value.ts'
import { prose } from '../output/prose.ts'
import type { Invocation } from '../program.ts'
import type { Session } from '../session.ts'
import { UsageError } from '../usage-error.ts'
import { assertNotMadeElsewhere, uploadFinished } from './upload-finished.ts'

type Run = (invocation: Invocation, io: Session) => ExitCode | Promise<ExitCode>

const LONGEST_KEY = 4096
const WORK = 'claimtag-storage'

/** What a transfer needs. */
interface Place {
  readonly client: S3Client
  readonly key: Uint8Array | undefined
  /** The folder on this machine for what is on its way. */
  readonly work: string
  /** Removed when the command is over: copies of what lies elsewhere. */
  readonly copies: string[]
}

/**
 * Runs a command some of whose files are in object storage: what it reads is downloaded before, and what it has made
 * is uploaded afterwards. In between it works in a folder of this machine, as always, so that it goes on when it was
 * killed.
 */
export async function withStorage(invocation: Invocation, io: Session, run: Run): Promise<ExitCode> {
  const { args, flags } = invocation
  const { work, encryptKey, ...others } = flags
  const out = text(flags['out'])
  const plan = text(flags['plan'])
  if (![out, plan, ...args].some((given) => given !== undefined && isAddress(given)))
    throw new UsageError('--work and --encrypt-key are for addresses such as s3://bucket/folder.')
  const keyFile = text(encryptKey)
  const place: Place = {
    client: createClient({ environment: io.env, signal: io.signal }),
    key: keyFile === undefined ? undefined : keyIn(resolve(io.cwd, keyFile)),
    work: resolve(io.cwd, text(work) ?? WORK),
    copies: [],
  }
  try {
    const to = out !== undefined && isAddress(out) ? parseAddress(out) : undefined
    const local = to === undefined ? undefined : localOf(place.work, 'out', to)
    const isWhole =
      invocation.command === 'merge' || (invocation.command === 'generate' && plan === undefined)
    if (to !== undefined && local !== undefined && isWhole) await assertNotMadeElsewhere(place, local, to)
    const given = await argumentsOf(invocation, place)
    const code = await run(
      {
        ...invocation,
        args: given,
        flags: {
          ...others,
          ...(local === undefined ? {} : { out: local }),
          ...(plan === undefined ? {} : { plan: await planOf(plan, place) }),
        },
      },
      io,
    )
    if (to !== undefined && local !== undefined && (code === EXIT.done || code === EXIT.refused)) {
      const stored = await uploadFinished(place, local, to)
      if (flags['json'] === true) io.stderr.json({ type: 'stored', to: out, ...stored })
      else if (flags['quiet'] !== true && stored.sent + stored.there > 0) {
        const there = stored.there === 0 ? '' : `; ${stored.there} were there`
        io.stderr.print(
          prose`${io.stderr.paint.green('✓')} ${counted(stored.sent, 'file')} sent to ${out ?? ''}${there}\n`,
        )
      }
    }
    return code
  } finally {
    for (const copy of place.copies) rmSync(copy, { recursive: true, force: true })
  }
}

function keyIn(path: string): Uint8Array {
  return encryptionKey(readNamedFile(path, LONGEST_KEY).toString('utf8'), path)
}

function localOf(work: string, kind: string, { bucket, key }: Address): string {
  return join(work, kind, bucket, ...key.split('/').filter((part) => part !== ''))
}

/** Devices are files; shards and jobs are folders. */
async function argumentsOf({ command, args }: Invocation, place: Place): Promise<readonly string[]> {
  const given: string[] = []
  for (const arg of args) {
    if (!isAddress(arg)) given.push(arg)
    else if (command === 'merge' || command === 'verify') given.push(await folderOf(arg, place))
    else given.push(await deviceFileOf(arg, place))
  }
  return given
}

async function deviceFileOf(given: string, { client, key, work, copies }: Place): Promise<string> {
  const from = parseAddress(given)
  const path = localOf(work, 'in', from).replace(/\.enc$/, '')
  copies.push(path)
  await downloadFile(client, from, path, { key })
  return path
}

/** `s3://bucket/shards`, or some of what is in it: `s3://bucket/shards/shard-*`. */
async function folderOf(given: string, { client, key, work, copies }: Place): Promise<string> {
  const from = parseAddress(given)
  const last = basename(from.key)
  const folder = last.includes('*') ? { ...from, key: dirname(from.key).replace(/^\.$/, '') } : from
  const path = localOf(work, 'in', folder)
  copies.push(path)
  const only = last.includes('*') ? matching(last) : undefined
  await downloadFolder(client, folder, path, { key, only })
  return path
}

function matching(pattern: string): (name: string) => boolean {
  const literal = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'))
  const whole = new RegExp(`^${literal.join('[^/]*')}(?:/|$)`)
  return (name) => whole.test(name)
}

async function planOf(given: string, { client, key, work, copies }: Place): Promise<string> {
  if (!isAddress(given)) return given
  const from = parseAddress(given.replace(/\/shards\.json$/, ''))
  const path = localOf(work, 'plan', from)
  copies.push(path)
  await downloadFolder(client, from, path, { key })
  return path
}
