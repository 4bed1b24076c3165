import { parseArgs } from 'node:util'
import { connect } from './queue.ts'
import { startWorkers } from './workers.ts'

const USAGE = `usage: node dist/worker.js [options]
  --work .              the folder with the devices, the plan and the shards
  --threads 0           threads for a shard; 0 works in the process itself
  --lock-ms 30000       how long after a worker is gone its shard goes on elsewhere
REDIS_URL says where Redis is; by default redis://127.0.0.1:6379
`

const { values } = parseArgs({
  options: {
    work: { type: 'string', default: '.' },
    threads: { type: 'string', default: '0' },
    'lock-ms': { type: 'string', default: '30000' },
    help: { type: 'boolean', default: false },
  },
})

if (values.help) process.stdout.write(USAGE)
else await run()

async function run(): Promise<void> {
  const redis = connect(process.env['REDIS_URL'] ?? 'redis://127.0.0.1:6379')
  const { close } = startWorkers(redis, {
    work: values.work,
    threads: Number(values.threads),
    lockMs: Number(values['lock-ms']),
    onLine: (line) => process.stdout.write(`${line}\n`),
  })
  process.stdout.write('waiting for shards\n')
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
  await close()
  redis.disconnect()
}
