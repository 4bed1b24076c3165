import { createHmac, webcrypto } from 'node:crypto'
import * as nodeCrypto from 'node:crypto'
import { assert, asyncProperty, tuple, uint8Array } from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { ciphersWith, nodeCiphers } from '../../src/seal/node-cipher.ts'
import type { NodeCrypto } from '../../src/seal/node-cipher.ts'
import { webCiphers } from '../../src/seal/web-cipher.ts'

const node = ciphersWith(nodeCrypto as unknown as NodeCrypto)
const web = webCiphers(webcrypto as never)

const bytes = (least: number, most = least) =>
  uint8Array({ minLength: least, maxLength: most }).map((drawn) => Uint8Array.from(drawn))

const UNSOUND = /unable to authenticate|too short/

describe('the ciphers of node:crypto', () => {
  test('give the bytes of WebCrypto, and each opens what the other sealed', async () => {
    const one = tuple(bytes(32), bytes(12), bytes(0, 90), bytes(0, 700))
    await assert(
      asyncProperty(one, async ([secret, nonce, bound, text]) => {
        const sealed = node.sealing(secret).seal(nonce, bound, text)
        expect(sealed).toEqual(await web.sealing(secret).seal(nonce, bound, text))
        expect(node.sealing(secret).open(sealed, bound)).toEqual(text)
        expect(await web.sealing(secret).open(sealed, bound)).toEqual(text)
        expect(node.hashing(secret)(text)).toEqual(await web.hashing(secret)(text))
      }),
      { numRuns: 60 },
    )
  })

  test('open nothing whose nonce, text, tag or bound value was changed', () => {
    const [secret, nonce, bound] = [new Uint8Array(32), new Uint8Array(12), Uint8Array.of(1, 2)]
    const { seal, open } = node.sealing(secret)
    const sealed = seal(nonce, bound, Uint8Array.of(7, 8, 9))
    for (const at of sealed.keys()) {
      const changed = sealed.map((byte, index) => (index === at ? byte ^ 1 : byte))
      expect(() => open(changed, bound)).toThrow(UNSOUND)
    }
    for (let length = 0; length < sealed.length; length += 1)
      expect(() => open(sealed.slice(0, length), bound)).toThrow(UNSOUND)
    expect(() => open(sealed, Uint8Array.of(1, 3))).toThrow(UNSOUND)
  })

  test('are found in Node, and not where the module is missing or gives other bytes', () => {
    expect(nodeCiphers()).toBeDefined()
    const other = { ...nodeCrypto, createHmac: () => createHmac('sha256', 'another key') }
    for (const module of [undefined, {}, other]) {
      vi.spyOn(process, 'getBuiltinModule').mockReturnValueOnce(module)
      expect(nodeCiphers()).toBeUndefined()
    }
    vi.restoreAllMocks()
  })
})
