import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createConnection, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** Whether Redis is installed. If not, one line says so, and under CI=true it is an error. */
export function hasRedis() {
  if (spawnSync('redis-server', ['--version'], { stdio: 'ignore' }).status === 0) return true
  const line = 'Redis is not installed: tests that need it are skipped'
  if (process.env.CI === 'true') throw new Error(line)
  process.stderr.write(`${line}\n`)
  return false
}

/**
 * A Redis server of its own in a temporary folder, on a free port, which keeps what it acknowledges.
 *
 * @param options.folder where its log is kept instead; it stays
 * @param options.fsync with `always`, Redis ends when its disk is full; with `everysec` it refuses to write
 */
export async function startRedis({ folder: given, fsync = 'always' } = {}) {
  const folder = given ?? mkdtempSync(join(tmpdir(), 'claimtag-redis-'))
  const port = await freePort()
  let child

  async function start() {
    const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '']
    args.push('--appendonly', 'yes', '--appendfsync', fsync, '--maxmemory-policy', 'noeviction')
    child = spawn('redis-server', args, { stdio: 'ignore' })
    // A large log takes its time to be read, and until then it answers -LOADING.
    for (let tries = 0; tries < 1500; tries += 1) {
      if (await answers(port)) return
      await sleep(20)
    }
    throw new Error('Redis did not start')
  }

  async function kill() {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGKILL')
    await once(child, 'exit')
  }

  await start()
  return {
    url: `redis://127.0.0.1:${port}`,
    /** Ends the server as a power cut would, and starts it again after so many milliseconds. */
    async crash(awayMs = 0) {
      await kill()
      await sleep(awayMs)
      await start()
    },
    /** Changes a setting of the running server. */
    configure: (name, value) => said(port, `CONFIG SET ${name} ${value}`),
    async close() {
      await kill()
      if (given === undefined) rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Whether the server is up, and has read its log. */
async function answers(port) {
  return (await said(port, 'PING').catch(() => '')).startsWith('+PONG')
}

/** What the server says to a command. */
function said(port, command) {
  return new Promise((resolve, reject) => {
    const socket = createConnection({ port, host: '127.0.0.1' }, () => socket.write(`${command}\r\n`))
    socket.once('data', (data) => {
      socket.destroy()
      resolve(data.toString())
    })
    socket.once('error', reject)
  })
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}
