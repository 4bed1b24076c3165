import { parseArgs } from 'node:util'
import { createInterface } from 'node:readline'
import { operate, OPERATIONS } from './operator.ts'
import { openFolder } from './folder.ts'
import { startPrinter } from './printer.ts'

const USAGE = `usage: node dist/main.js [options]
  --port 9100           port to listen on
  --host 127.0.0.1      address to listen on
  --out printed         folder for the PNG files
  --paper N             labels on the roll; endless by default
  --refill SECONDS      puts a new roll in that long after the paper ran out
  --ms-per-label 100    time for one label
  --dpi 203             dots an inch, for TSPL sizes and the PNG files
  --language NAME       zpl, tspl, epl2 or escpos; by default whatever the first bytes show
  --sensing gap         what is between the labels of the roll: gap, mark or none; by default what the host asks for
  --across 2            labels side by side, each a picture
  --drop-every BYTES    drops the connection each time so many bytes have arrived
  --silent-on-fault     gives no status while something is wrong, as some models do
While it runs, type: ${OPERATIONS.join(', ')}
`

const LANGUAGES = ['zpl', 'tspl', 'epl2', 'escpos'] as const
const SENSINGS = ['gap', 'mark', 'none'] as const

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '9100' },
    host: { type: 'string', default: '127.0.0.1' },
    out: { type: 'string', default: 'printed' },
    paper: { type: 'string' },
    refill: { type: 'string' },
    'ms-per-label': { type: 'string', default: '100' },
    dpi: { type: 'string', default: '203' },
    language: { type: 'string' },
    sensing: { type: 'string' },
    across: { type: 'string', default: '1' },
    'drop-every': { type: 'string' },
    'silent-on-fault': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})

if (values.help) say(USAGE)
else await run()

async function run(): Promise<void> {
  const dpi = Number(values.dpi)
  const roll = values.paper === undefined ? Number.POSITIVE_INFINITY : Number(values.paper)
  const every = values['drop-every'] === undefined ? undefined : Number(values['drop-every'])
  const file = openFolder(values.out, dpi)
  const undrawn = new Set<string>()
  let left = roll

  const printer = await startPrinter({
    port: Number(values.port),
    host: values.host,
    paper: roll,
    msPerLabel: Number(values['ms-per-label']),
    dpi,
    silentOnFault: values['silent-on-fault'],
    media: {
      across: Number(values.across),
      ...(isOneOf(SENSINGS, values.sensing) ? { sensing: values.sensing } : {}),
    },
    ...(isOneOf(LANGUAGES, values.language) ? { language: values.language } : {}),
    ...(every === undefined ? {} : { dropAt: Array.from({ length: 10_000 }, (_, i) => (i + 1) * every) }),
    onLabel(label, { column, finish, isCut }) {
      const how = finish === 'peel' ? ', peeled off: take it' : isCut ? ', cut off' : ''
      say(`printed ${file(label)}${how}\n`)
      if (column > 0) return
      left -= 1
      if (left === 0) runOut()
    },
    onDrop: () => say('connection dropped\n'),
    onUndrawn(command) {
      if (undrawn.has(command)) return
      undrawn.add(command)
      say(`${command} is not drawn here: this printer draws rasters (^GFA, BITMAP, GW, GS v 0) alone\n`)
    },
  })
  say(`printing on ${printer.url} into ${values.out}\n`)

  const input = createInterface({ input: process.stdin })
  input.on('line', (line) => {
    const outcome = operate(printer, line, (labels) => (left = labels))
    if (outcome !== undefined) say(`${outcome}\n`)
  })
  process.on('SIGINT', () => {
    input.close()
    void printer.close()
  })

  function runOut(): void {
    say('paper out\n')
    if (values.refill === undefined) return
    setTimeout(
      () => {
        left = roll
        printer.loadPaper(roll)
        say('a new roll is in\n')
      },
      Number(values.refill) * 1000,
    ).unref()
  }
}

function isOneOf<T extends string>(known: readonly T[], text: string | undefined): text is T {
  return known.some((one) => one === text)
}

function say(text: string): void {
  process.stdout.write(text)
}
