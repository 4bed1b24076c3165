// `npm run soak -- NAME` runs test/soak/NAME.mjs; without a name it lists what there is.
import { readdirSync } from 'node:fs'

const names = readdirSync(new URL('.', import.meta.url))
  .filter((file) => file.endsWith('.mjs') && file !== 'run.mjs')
  .map((file) => file.slice(0, -'.mjs'.length))
  .sort()

const [name, ...rest] = process.argv.slice(2)
if (names.includes(name)) {
  const { soak } = await import(new URL(`${name}.mjs`, import.meta.url))
  await soak(rest)
} else {
  process.stdout.write(`npm run soak -- NAME, with NAME one of:\n${names.map((n) => `  ${n}\n`).join('')}`)
  process.exitCode = name === undefined ? 0 : 2
}
