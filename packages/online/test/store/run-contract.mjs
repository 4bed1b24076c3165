// node run-contract.mjs SPEC: runs the contract on a store, in the Node that runs this, and prints the cases as JSON.
import { storeContract } from '@claimtag/online/contract'
import { openStore } from '../crash/open-store.mjs'

const store = await openStore(process.argv[2])
const failed = []
let held = 0
for (const { name, run } of storeContract(() => store)) {
  try {
    await run()
    held += 1
  } catch (error) {
    failed.push(`${name}: ${error.message}`)
  }
}
await store.close?.()
process.stdout.write(JSON.stringify({ node: process.versions.node, held, failed }))
