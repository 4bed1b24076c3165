import { mkdtempSync, readFileSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openAppendLog, replaceFile, takeLock } from '@claimtag/disk'

const folder = mkdtempSync(join(tmpdir(), 'readme-'))
const lock = await takeLock(join(folder, 'lock'))

const path = join(folder, 'codes.csv')
replaceFile(path, 'devEui,payload\n')
console.log(readFileSync(path, 'utf8').trim()) // devEui,payload
console.log((statSync(path).mode & 0o777).toString(8)) // 600

const log = openAppendLog<{ printed: string }>(join(folder, 'log.ndjson'), {
  parse: (line) => JSON.parse(line) as { printed: string },
})
log.append({ printed: '70B3D57ED00A0004' })
log.close()
lock.release()
