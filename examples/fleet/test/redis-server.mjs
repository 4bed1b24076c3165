import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createConnection, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** Whether Redis is installed. If not, one line says so, and under CI=true it is an error. */
export function hasRedis() {
  if (spawnSync('redis-server', ['--version'], { stdio: 'ignore' }).error === undefined) return true
  const line = 'redis-server is not installed: tests that need it are skipped'
  if (process.env.CI === 'true') throw new Error(line)
  process.stderr.write(`${line}\n`)
  return false
}

/** A Redis of its own in a temporary folder, on a free port of this machine, that forgets nothing when it is killed. */
export async function startRedis() {
  const folder = mkdtempSync(join(tmpdir(), 'claimtag-redis-'))
  const port = await freePort()
  const options = {
    port: String(port),
    bind: '127.0.0.1',
    dir: folder,
    appendonly: 'yes',
    appendfsync: 'always',
    'maxmemory-policy': 'noeviction',
    save: '',
  }
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value])
  let child
  let ended

  async function start() {
    child = spawn('redis-server', args, { stdio: 'ignore' })
    ended = new Promise((resolve) => child.once('exit', resolve))
    for (let tries = 0; tries < 600; tries += 1) {
      if (await answers(port)) return
      await sleep(50)
    }
    throw new Error('Redis did not start')
  }

  async function kill() {
    child.kill('SIGKILL')
    await ended
  }

  await start()
  return {
    url: `redis://127.0.0.1:${port}`,
    folder,
    /** Killed, as by a power cut, and started again on what is on its disk. */
    async restart() {
      await kill()
      await start()
    },
    async close() {
      await kill()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function answers(port) {
  return new Promise((resolve) => {
    const socket = createConnection(port, '127.0.0.1', () => socket.write('PING\r\n'))
    socket.once('error', () => resolve(false))
    socket.once('data', (data) => {
      socket.destroy()
      // While it reads its file, it answers -LOADING.
      resolve(data.toString().startsWith('+PONG'))
    })
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
