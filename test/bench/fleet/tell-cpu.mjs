// Loaded before the command: says at its end what it took of the processors.
import { writeSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'

if (isMainThread)
  process.on('exit', () => {
    const { user, system } = process.cpuUsage()
    writeSync(2, `\n{"cpuSeconds":${(user + system) / 1e6}}\n`)
  })
