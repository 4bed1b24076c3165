import { createLabeller, type PlacedLabel } from '@claimtag/label'
import { expect, test, vi } from 'vitest'
import { templateWith } from '../samples.ts'

/** The same function as in a process that has seen no label yet. */
async function freshNativeLabel() {
  vi.resetModules()
  return (await import('../../src/printers/native-label.ts')).nativeLabel
}

const labeller = createLabeller(templateWith(), { dpi: 300 })

function placed(text: string): PlacedLabel {
  return labeller.place(text, {})
}

test('a label is what it is, whatever labels came before', async () => {
  for (let length = 20; length < 110; length += 1) {
    const plain = `${'A'.repeat(length - 3)}abc`
    const expected = (await freshNativeLabel())(placed(plain))
    const nativeLabel = await freshNativeLabel()
    // As many characters, but more bytes.
    nativeLabel(placed(`${'A'.repeat(length - 3)}abé`))
    expect([length, nativeLabel(placed(plain))]).toEqual([length, expected])
  }
})
