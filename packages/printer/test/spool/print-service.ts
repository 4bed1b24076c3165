import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { requireTool } from '../../../../test/tools.ts'

/** CUPS, and the commands that come with it. */
export const hasPrintService =
  process.platform === 'linux' && ['cupsd', 'lp', 'lpadmin'].every((name) => requireTool(name, '-h'))

export interface PrintService {
  /** A raw queue with that printer behind it. */
  addQueue(name: string, port: number): void
  /** Runs one of its commands, such as `cupsdisable`. */
  command(name: string, ...args: readonly string[]): void
  stop(): Promise<void>
}

const CONFIGURATION = (folder: string): string => `
Listen ${folder}/cups.sock
Browsing No
WebInterface No
PreserveJobHistory Yes
JobRetryInterval 1
<Location />
  Order allow,deny
  Allow all
</Location>
<Policy default>
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
`

const FILES = (folder: string): string => `
ServerRoot ${folder}
RequestRoot ${folder}/spool
CacheDir ${folder}/cache
StateDir ${folder}/state
TempDir ${folder}/tmp
ErrorLog ${folder}/log/error
AccessLog ${folder}/log/access
PageLog ${folder}/log/page
User lp
Group lp
SystemGroup root
Sandboxing relaxed
`

/** A print service of this test alone: own folder, own socket, no port. The commands of this process go to it. */
export async function startPrintService(): Promise<PrintService> {
  const folder = mkdtempSync(join(tmpdir(), 'claimtag-cups-'))
  chmodSync(folder, 0o755)
  for (const name of ['spool', 'cache', 'state', 'tmp', 'log']) {
    mkdirSync(join(folder, name))
    if (process.getuid?.() === 0) chownSync(join(folder, name), ...userLp())
  }
  writeFileSync(join(folder, 'cupsd.conf'), CONFIGURATION(folder))
  writeFileSync(join(folder, 'cups-files.conf'), FILES(folder))
  const before = process.env['CUPS_SERVER']
  process.env['CUPS_SERVER'] = join(folder, 'cups.sock')
  const service = spawn(
    'cupsd',
    ['-f', '-c', join(folder, 'cupsd.conf'), '-s', join(folder, 'cups-files.conf')],
    { stdio: 'ignore' },
  )
  const ended = new Promise((resolve) => service.once('close', resolve))
  while (spawnSync('lpstat', ['-r'], { encoding: 'utf8' }).stdout.trim() !== 'scheduler is running') {
    if (service.exitCode !== null)
      throw new Error(`cupsd ended: ${readFileSync(join(folder, 'log/error'), 'utf8')}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }

  return {
    command,
    addQueue: (name, port) =>
      command('lpadmin', '-p', name, '-E', '-v', `socket://127.0.0.1:${port}`, '-m', 'raw'),
    async stop() {
      service.kill()
      await ended
      if (before === undefined) delete process.env['CUPS_SERVER']
      else process.env['CUPS_SERVER'] = before
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function command(name: string, ...args: readonly string[]): void {
  const { status, stderr } = spawnSync(name, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${name} ${args.join(' ')}: ${stderr}`)
}

function userLp(): readonly [uid: number, gid: number] {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith('lp:'))
  const [, , uid, gid] = (line ?? '').split(':').map(Number)
  return [uid ?? 0, gid ?? 0]
}
