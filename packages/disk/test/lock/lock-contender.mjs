// Takes a lock again and again, does work that only one process may do at a time, and is sometimes killed while it
// holds the lock. `node lock-contender.mjs PATH ROUNDS`
import { mkdirSync, rmdirSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { takeLock } from '../../dist/index.js'

const [path, rounds] = process.argv.slice(2)
let taken = 0
for (let round = 0; round < Number(rounds);) {
  let lock
  try {
    lock = await takeLock(path)
  } catch (error) {
    if (error.code !== 'locked') throw error
    await sleep(Math.random() * 5)
    continue
  }
  if (Math.random() < 0.05) process.kill(process.pid, 'SIGKILL')
  mkdirSync(`${path}-inside`)
  await sleep(Math.random() * 3)
  lock.assertHeld()
  rmdirSync(`${path}-inside`)
  lock.release()
  taken++
  round++
}
process.stdout.write(String(taken))
