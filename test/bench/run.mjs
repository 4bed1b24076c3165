// `npm run bench -- NAME` runs test/bench/NAME.mjs; without a name it lists what there is.
import { readdirSync } from 'node:fs'

const names = readdirSync(new URL('.', import.meta.url))
  .filter((file) => file.endsWith('.mjs') && !['run.mjs', 'measure.mjs'].includes(file))
  .map((file) => file.slice(0, -'.mjs'.length))
  .sort()

const [name, ...rest] = process.argv.slice(2)
if (names.includes(name)) {
  const { bench } = await import(new URL(`${name}.mjs`, import.meta.url))
  await bench(rest)
} else {
  process.stdout.write(`npm run bench -- NAME, with NAME one of:\n${names.map((n) => `  ${n}\n`).join('')}`)
  process.exitCode = name === undefined ? 0 : 2
}
