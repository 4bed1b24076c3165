import { readFileSync } from 'node:fs'
import type { ExitCode } from './exit-code.ts'
import type { CommandName } from './flags/flags.ts'
import type { Io } from './output/io.ts'
import { parseCommandLine, type Invocation } from './program.ts'
import { openSession, type Session } from './session.ts'

type Run = (invocation: Invocation, session: Session) => ExitCode | Promise<ExitCode>

/** Each command loads only its own code: with all of it, `--version` took three times as long. */
const RUNS = {
  generate: async () => (await import('./commands/generate.ts')).generate,
  decode: async () => (await import('./commands/decode.ts')).decodeCodes,
  issue: async () => (await import('./commands/issue.ts')).issue,
  import: async () => (await import('./commands/import-codes.ts')).importCodes,
  codes: async () => (await import('./commands/codes.ts')).codes,
  provision: async () => (await import('./provisioning/provision.ts')).provision,
  release: async () => (await import('./provisioning/release.ts')).release,
  fleet: async () => (await import('./fleet/fleet.ts')).fleet,
  config: async () => (await import('./provisioning/check-config.ts')).config,
  'plan-shards': async () => (await import('./commands/shards/plan-shards.ts')).planShardsOf,
  merge: async () => (await import('./commands/shards/merge.ts')).merge,
  line: async () => (await import('./commands/line.ts')).line,
  print: async () => (await import('./commands/print.ts')).print,
  printers: async () => (await import('./commands/printers.ts')).printers,
  verify: async () => (await import('./commands/verify.ts')).verify,
  report: async () => (await import('./proof/report.ts')).report,
  export: async () => (await import('./proof/export.ts')).exportDevices,
  plan: async () => (await import('./commands/plan.ts')).plan,
  preview: async () => (await import('./commands/preview.ts')).preview,
  formats: async () => (await import('./commands/formats.ts')).formats,
  compile: async () => (await import('./commands/compile.ts')).compile,
  vectors: async () => (await import('./commands/vectors.ts')).vectors,
  templates: async () => (await import('./commands/templates.ts')).templates,
  init: async () => (await import('./commands/init.ts')).init,
  completion: async () => (await import('./commands/completion.ts')).completion,
} satisfies Record<CommandName, () => Promise<Run>>

/**
 * Runs one command line. Throws every failure; `main` reports it.
 *
 * @example
 * ```ts
 * import { run } from 'claimtag'
 *
 * let text = ''
 * const stdout = { write: (part: string | Uint8Array) => (text += part) }
 * const { signal } = new AbortController()
 * const io = { argv: ['formats'], env: {}, cwd: '.', stdin: process.stdin, stdout, stderr: process.stderr, signal }
 * console.log(await run(io), text.includes('thingpark')) // 0 true
 * ```
 */
export async function run(io: Io): Promise<ExitCode> {
  const session = openSession(io)
  const invocation = parseCommandLine(session, ownVersion())
  if (typeof invocation === 'number') return invocation
  const command: Run = await RUNS[invocation.command]()
  if (!usesStorage(invocation)) return command(invocation, session)
  return (await import('./storage/with-storage.ts')).withStorage(invocation, session, command)
}

/** Commands that read files from object storage, or write what they make there. */
const STORING: readonly CommandName[] = ['generate', 'plan-shards', 'merge', 'verify']

function usesStorage({ command, args, flags }: Invocation): boolean {
  if (!STORING.includes(command)) return false
  const { work, encryptKey, out, plan } = flags
  const given = [...args, out, plan].some((one) => typeof one === 'string' && one.startsWith('s3://'))
  return given || work !== undefined || encryptKey !== undefined
}

function ownVersion(): string {
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { readonly version: string }).version
}
