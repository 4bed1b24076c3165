// Memory under many scans: `npm run soak -- decoder` runs it after the texts.
import { createScanner, textsOf } from '@claimtag/decoder/scan'
import { createLabeller, defaultTemplate } from '@claimtag/label'
import { encodePng } from '@claimtag/label/png'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

const SCANS = 20_000
const AT_ONCE = 200
/** Scans before the first measurement: all pages of memory that a reader needs are there by then. */
const WARM_UP = 4000
/** MiB. A reader that was replaced may still wait for its end; without replacing, it would be 40. */
const MOST_GROWTH = 20

const TEXT = 'LW:D0:1122334455667788:AABBCCDDEEFF0011:AABB1122:OAABBCCDDEEFF:CB7D8'

/** Whether memory stays as it is over 20,000 scans, one by one and 200 at once, and all of them read. */
export async function scansHoldMemory() {
  const bitmap = createLabeller(defaultTemplate, { dpi: 203 }).draw(TEXT, { devEui: 'AABBCCDDEEFF0011' })
  const png = encodePng(bitmap, { dpi: 203 })
  const scanner = createScanner()
  const read = async () => textsOf(await scanner.scan(png))[0] === TEXT
  let unread = 0
  const many = async (count) => {
    for (let i = 0; i < count; i += 1) if (!(await read())) unread += 1
  }
  await many(WARM_UP)
  const before = await held()
  await many(SCANS / 2)
  const middle = await held()
  for (let done = 0; done < SCANS / 2; done += AT_ONCE) {
    const together = await Promise.all(Array.from({ length: AT_ONCE }, read))
    unread += together.filter((isRead) => !isRead).length
  }
  const after = await held()
  scanner.close()
  const said = [before, middle, after].map((mebibytes) => mebibytes.toFixed(1)).join(', ')
  process.stdout.write(
    `${SCANS} scans, ${unread} unread; MiB before, after one by one, after ${AT_ONCE} at once: ${said}\n`,
  )
  return unread === 0 && Math.max(middle, after) - before < MOST_GROWTH
}

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc')

/** MiB that are still in use after a collection. */
async function held() {
  for (let round = 0; round < 3; round += 1) {
    await new Promise((resolve) => {
      setTimeout(resolve, 20)
    })
    collect()
  }
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return (heapUsed + arrayBuffers) / 2 ** 20
}
