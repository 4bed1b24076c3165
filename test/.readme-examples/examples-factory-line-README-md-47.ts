import { startPrinter } from 'claimtag-example-factory-line'

const labels = []
const printer = await startPrinter({ paper: 20, dropAt: [5000], onLabel: (label) => labels.push(label) })
// … print to printer.url, then change its state …
printer.loadPaper(20)
printer.openHead()
await printer.cutPower()
await printer.powerOn()
await printer.close()
