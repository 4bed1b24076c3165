// Takes a lock and says so. `node lock-child.mjs PATH HOLD_MS [TIMES]`; run from the built package.
import { takeLock } from '../../dist/index.js'

const [path, hold, times] = process.argv.slice(2)
try {
  const lock = await takeLock(path, times === undefined ? {} : { times: JSON.parse(times) })
  process.stdout.write('taken\n')
  setTimeout(() => {
    try {
      lock.assertHeld()
      process.stdout.write('kept\n')
    } catch (error) {
      process.stdout.write(`${error.code}\n`)
    }
    lock.release()
  }, Number(hold))
} catch (error) {
  process.stdout.write(`${error.code}\n`)
}
