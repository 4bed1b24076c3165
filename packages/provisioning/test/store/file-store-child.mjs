// Goes on with one device until it is stopped, or has saved it so often, and says each revision that is stored.
// `node file-store-child.mjs FOLDER STATE TIMES`; run from the built package.
import { fileStore } from '../../dist/store/file-store.js'

const [folder, text, times] = process.argv.slice(2)
const state = JSON.parse(text)
const store = fileStore(folder)
for (let saved = 0; saved < Number(times);) {
  const revision = (await store.load(state.devEui))?.revision ?? 0
  const result = await store.save(state, revision)
  if (!result.ok) continue
  saved++
  // Written at once: what was said is known to the parent, even if this process is killed now.
  process.stdout.write(`${result.revision}\n`)
}
