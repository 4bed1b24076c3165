// Copies its input, says so and waits. Run from the built package.
import { Readable } from 'node:stream'
import { spool } from '../dist/index.js'

await spool(Readable.from(['devEui,ownerToken\n']))
process.stdout.write('copied\n')
setTimeout(() => undefined, 60_000)
