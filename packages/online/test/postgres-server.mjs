import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** The folder of PostgreSQL's programs: on Debian they are not in PATH, but in a folder for each major version. */
function programs() {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : []
  const folders = [
    ...versions.map((version) => join(debian, version, 'bin')),
    ...(process.env.PATH ?? '').split(':'),
  ]
  return folders.find((folder) => existsSync(join(folder, 'initdb')))
}

/** Whether PostgreSQL is installed. If not, one line says so, and under CI=true it is an error. */
export function hasPostgres() {
  if (programs() !== undefined) return true
  const line = 'PostgreSQL is not installed: tests that need it are skipped'
  if (process.env.CI === 'true') throw new Error(line)
  process.stderr.write(`${line}\n`)
  return false
}

/**
 * A PostgreSQL server of its own in a temporary folder, on a free port of this machine. It refuses to run as root, so
 * there it runs as the user `postgres` or `nobody`.
 */
export async function startPostgres() {
  const bin = programs()
  const folder = mkdtempSync(join(tmpdir(), 'claimtag-postgres-'))
  const user = process.getuid?.() === 0 ? (hasUser('postgres') ? 'postgres' : 'nobody') : undefined
  chmodSync(folder, 0o755)
  if (user !== undefined) spawnSync('chown', [user, folder])
  const as = (program, args) =>
    user === undefined
      ? [join(bin, program), args]
      : ['runuser', ['-u', user, '--', join(bin, program), ...args]]
  const mainData = join(folder, 'data')
  const made = spawnSync(
    ...as('initdb', ['-D', mainData, '-U', 'claimtag', '--auth=trust', '-E', 'UTF8', '--no-sync']),
    {
      encoding: 'utf8',
      cwd: folder,
    },
  )
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`)

  const main = await serve({ as, data: mainData, folder })
  const replicas = []
  const { port } = main
  return {
    connectionString: main.connectionString,
    folder,
    /** The address of a database of its own, which is made. */
    database(name) {
      const [program, args] = as('createdb', ['-h', '127.0.0.1', '-p', String(port), '-U', 'claimtag', name])
      const { status, stderr } = spawnSync(program, args, { cwd: folder, encoding: 'utf8' })
      if (status !== 0) throw new Error(`createdb failed: ${stderr}`)
      return addressOf(port, name)
    },
    crash: () => main.crash(),
    /** A hot standby that streams from this server. */
    async replica() {
      const data = join(folder, `replica-${replicas.length + 1}`)
      const from = ['-h', '127.0.0.1', '-p', String(port), '-U', 'claimtag']
      const copying = ['-D', data, '-R', '-X', 'stream', '-c', 'fast', '--no-sync', ...from]
      const code = await statusOf(...as('pg_basebackup', copying), folder)
      if (code !== 0) throw new Error(`pg_basebackup ended with ${code}`)
      const replica = await serve({ as, data, folder })
      replicas.push(replica)
      return replica
    },
    close() {
      for (const one of [...replicas, main]) one.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function addressOf(port, name = 'postgres') {
  return `postgres://claimtag@127.0.0.1:${port}/${name}`
}

/** Runs a server on a free port over a folder that holds a database. */
async function serve({ as, data, folder }) {
  const port = await freePort()
  let child

  async function start() {
    const args = ['-D', data, '-p', String(port), '-k', folder]
    args.push('-c', 'listen_addresses=127.0.0.1', '-c', 'max_connections=60')
    child = spawn(...as('postgres', args), { stdio: 'ignore', cwd: folder })
    for (let tries = 0; tries < 300; tries += 1) {
      const [program, ready] = as('pg_isready', ['-q', '-h', '127.0.0.1', '-p', String(port)])
      if ((await statusOf(program, ready, folder)) === 0) return
      await sleep(100)
    }
    throw new Error('PostgreSQL did not start')
  }

  /** @param {'fast' | 'immediate'} mode `immediate` is like a power cut: the server recovers when it starts */
  function stopping(mode) {
    return as('pg_ctl', ['stop', '-D', data, '-m', mode, '-w', '-s'])
  }

  await start()
  return {
    port,
    connectionString: addressOf(port),
    async crash() {
      await statusOf(...stopping('immediate'), folder)
      await start()
    },
    close() {
      spawnSync(...stopping('fast'), { cwd: folder })
      child?.kill()
    },
  }
}

/** The exit code of a program; what else this process does goes on meanwhile. */
function statusOf(program, args, cwd) {
  return new Promise((resolve, reject) => {
    spawn(program, args, { cwd, stdio: 'ignore' }).once('error', reject).once('exit', resolve)
  })
}

function hasUser(name) {
  return spawnSync('id', [name], { stdio: 'ignore' }).status === 0
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}
