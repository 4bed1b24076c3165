import { openPrinter } from '@claimtag/printer'
import { startPrinter } from 'claimtag-example-factory-line'

const simulator = await startPrinter() // stands for the printer on your desk: tcp://192.0.2.7:9100

const printer = await openPrinter(simulator.url, { language: 'zpl' })
const bytes = Buffer.from('^XA^PW8^LL1^FO0,0^GFA,1,1,1,FF^FS^XZ')
const { id, outcome } = await printer.print({ id: '70B3D57ED00A0004', bytes })
console.log(id, outcome) // 70B3D57ED00A0004 confirmed
await printer.close()

await simulator.close()
