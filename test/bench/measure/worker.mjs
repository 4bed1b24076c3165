// Runs one peer of `measure` in its own process: MODULE EXPORT ARGUMENT CLOCK ITEMS. The protocol is described there.
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'

const [module, name, argument, clock, file] = process.argv.slice(2)
const items = readFileSync(file, 'utf8').split('\n').slice(0, -1)
const { version, run } = await (await import(module))[name](JSON.parse(argument))
process.stdout.write(`ready ${version}\n`)

const cpuTime = () => {
  const { user, system } = process.cpuUsage()
  return (user + system) * 1000
}
const now = clock === 'cpu' ? cpuTime : () => Number(process.hrtime.bigint())

for await (const line of createInterface({ input: process.stdin })) {
  const [from, count] = line.split(' ').map(Number)
  const begin = now()
  for (let i = 0; i < count; i++) {
    const result = run(items[(from + i) % items.length])
    if (result instanceof Promise) await result
  }
  const ns = now() - begin
  process.stdout.write(`${ns} ${process.resourceUsage().maxRSS}\n`)
}
