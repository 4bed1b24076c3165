import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const PROGRAM = fileURLToPath(new URL('../../../examples/backend/dist/main.js', import.meta.url))

/** One process of examples/backend, on a port of its own or on a given one. */
export async function startInstance(env, port = 0) {
  const child = spawn(process.execPath, ['--expose-gc', PROGRAM, String(port)], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const log = []
  child.stderr.setEncoding('utf8').on('data', (text) => log.push(text))
  const exited = once(child, 'exit')
  const [url] = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    exited.then(([code]) => {
      throw new Error(`the backend ended with ${code}: ${log.join('')}`)
    }),
  ])
  return {
    url,
    pid: child.pid,
    log: () => log.join(''),
    metrics: async () => (await fetch(`${url}/metrics`)).text(),
    scheduled: () => scheduled(child.pid),
    isReady: async () => (await fetch(`${url}/ready`).catch(() => undefined))?.status === 200,
    async stop() {
      child.kill('SIGTERM')
      const [code, signal] = await exited
      if (code !== 0) throw new Error(`the backend ended with ${code ?? signal}`)
    },
  }
}

/**
 * How long the process's main thread ran, and how long it was ready to run while other programs had the cores, in
 * seconds. Linux; nothing elsewhere.
 */
function scheduled(pid) {
  try {
    const [ran, waited] = readFileSync(`/proc/${pid}/task/${pid}/schedstat`, 'utf8').split(' ')
    return { ran: Number(ran) / 1e9, waited: Number(waited) / 1e9 }
  } catch {
    return undefined
  }
}

/** One value of the metrics. */
export function valueIn(metrics, name) {
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(metrics)?.[1])
}
