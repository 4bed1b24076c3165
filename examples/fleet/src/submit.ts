import { parseArgs } from 'node:util'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type FlowState, flowState } from './flow-state.ts'
import { readPlan } from './plan-of.ts'
import { connect } from './queue.ts'
import { cancelFlow, submitFlow } from './submit-flow.ts'

const USAGE = `usage: node dist/submit.js [options]
  --work .              the folder in which the names below are, also at the workers
  --plan plan           the folder that claimtag plan-shards has written
  --input devices.csv   the file of devices that the plan was made of
  --shards shards       the folder for the shards, which all workers share
  --out labels          the folder for the merged job
  --detach              does not wait for the end
  --cancel              gives the flow of the plan up
Given again, it follows a flow that is under way, or queues a failed one again.
REDIS_URL says where Redis is; by default redis://127.0.0.1:6379
`

const { values } = parseArgs({
  options: {
    work: { type: 'string', default: '.' },
    plan: { type: 'string', default: 'plan' },
    input: { type: 'string', default: 'devices.csv' },
    shards: { type: 'string', default: 'shards' },
    out: { type: 'string', default: 'labels' },
    detach: { type: 'boolean', default: false },
    cancel: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

/** As those of claimtag. */
const EXIT = { done: 0, failed: 5, interrupted: 130 }

if (values.help) process.stdout.write(USAGE)
else process.exitCode = await run()

async function run(): Promise<number> {
  const redis = connect(process.env['REDIS_URL'] ?? 'redis://127.0.0.1:6379')
  try {
    for (const line of await doubts()) say(line)
    const { seal, of } = readPlan(join(values.work, values.plan))
    if (values.cancel) {
      await cancelFlow(redis, seal)
      say('cancelled; submit again to go on')
      return EXIT.done
    }
    await submitFlow(redis, values)
    say(`${of} shards and a merge are queued`)
    return values.detach ? EXIT.done : await follow(seal, of)
  } finally {
    redis.disconnect()
  }

  /** What Redis would lose. */
  async function doubts(): Promise<readonly string[]> {
    const [memory, persistence] = [await redis.info('memory'), await redis.info('persistence')]
    return [
      ...(/maxmemory_policy:noeviction/.test(memory)
        ? []
        : ['Redis may drop jobs when its memory is full: set maxmemory-policy noeviction.']),
      ...(/aof_enabled:1/.test(persistence)
        ? []
        : ['Redis forgets jobs when it is restarted: set appendonly yes.']),
    ]
  }

  async function follow(seal: string, of: number): Promise<number> {
    let said = ''
    for (;;) {
      const flow = await flowState(redis, seal, of)
      const line = flow === undefined ? 'the flow is gone' : lineOf(flow)
      if (line !== said) say(line)
      said = line
      if (flow?.state === 'done') return EXIT.done
      if (flow === undefined || flow.state === 'failed')
        return flow?.reason === 'cancelled' ? EXIT.interrupted : EXIT.failed
      await sleep(500)
    }
  }
}

function lineOf({ state, shards, labels, reason, merged }: FlowState): string {
  if (merged !== undefined) return `merged: ${merged.labelled} labels in ${merged.out}`
  if (state === 'failed') return `failed: ${reason ?? 'unknown'}`
  return `${shards.done} of ${shards.of} shards, ${labels} labels`
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
