import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runBatch } from '@claimtag/batch'

const folder = await mkdtemp(join(tmpdir(), 'labels-'))
const input = join(folder, 'devices.csv')
await writeFile(
  input,
  'DevEUI;AppEUI;Owner Token\n70B3D57ED00A0004;70B3D57ED0000002;ecQSH8YIV9/+/HS5mcyF8Q==\n',
)

const { state, labelled, refused } = await runBatch({
  input,
  out: join(folder, 'labels'),
  as: ['png', 'svg'],
})
console.log(state, labelled, refused) // done 1 0

await rm(folder, { recursive: true })
