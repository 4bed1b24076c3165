import { Agent, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { startInstance } from './instance.mjs'
import { nextBody } from './load.mjs'

const CALLERS = 8
const PROBE_MS = 200

/**
 * Two instances are restarted in turn while callers go on, through what a load balancer does: it sends requests to
 * instances that say that they are ready, over connections that are kept alive, and repeats none.
 */
export async function rollingRestart({ env, key, seconds, onText }) {
  const until = Date.now() + seconds * 1000
  const instances = [await startInstance(env), await startInstance(env)]
  const ready = new Set(instances)
  const agent = new Agent({ keepAlive: true })
  const logs = []
  const outcome = { requests: 0, lost: 0, restarts: 0, why: new Set() }
  const over = new AbortController()
  const { signal } = over

  async function probe() {
    while (!signal.aborted) {
      for (const instance of instances)
        if (await instance.isReady()) ready.add(instance)
        else ready.delete(instance)
      await sleep(PROBE_MS)
    }
  }

  async function call(number) {
    for (let at = number; !signal.aborted; at += 1) {
      const behind = [...ready]
      const instance = behind[at % behind.length]
      if (instance === undefined) {
        await sleep(PROBE_MS)
        continue
      }
      outcome.requests += 1
      try {
        const { status, text } = await post(`${instance.url}/codes`, { agent, key, body: nextBody() })
        if (status >= 300) throw new Error(`answered with ${status}`)
        onText(JSON.parse(text).text)
      } catch (error) {
        outcome.lost += 1
        outcome.why.add(error.message)
      }
    }
  }

  async function restart() {
    for (let at = 0; Date.now() < until; at = 1 - at) {
      const old = instances[at]
      // As Kubernetes does: the new one is ready before the old one is told to end.
      instances[at] = await startInstance(env)
      while (!ready.has(instances[at])) await sleep(PROBE_MS)
      const ended = old.stop()
      ready.delete(old)
      await ended
      logs.push(old.log())
      outcome.restarts += 1
    }
    over.abort()
  }

  await Promise.all([probe(), restart(), ...Array.from({ length: CALLERS }, (_, number) => call(number))])
  const metrics = (await Promise.all(instances.map((instance) => instance.metrics()))).join('')
  agent.destroy()
  for (const instance of instances) {
    await instance.stop()
    logs.push(instance.log())
  }
  return { ...outcome, why: [...outcome.why].join(', '), logs: logs.join(''), metrics }
}

function post(url, { agent, key, body }) {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${key}`, 'content-length': Buffer.byteLength(body) }
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk) => (text += chunk))
      response.on('end', () => resolve({ status: response.statusCode, text }))
      response.on('error', reject)
    })
    sent.on('error', reject)
    sent.end(body)
  })
}
