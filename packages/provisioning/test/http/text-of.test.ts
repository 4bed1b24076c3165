import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fixedToken, timeLimited } from '@claimtag/provisioning/http'
import { thingparkActivation } from '@claimtag/provisioning/thingpark-activation'
import { expect, onTestFinished, test } from 'vitest'
import { isTooLarge, textOf } from '../../src/http/text-of.ts'

const answer = (text: string): Response => new Response(text)

test('an answer is read whole, whether it comes in pieces or not', async () => {
  const text = 'prêt 🏁'
  expect(await textOf(answer(text))).toBe(text)
  const { status, headers } = answer(text)
  expect(await textOf({ status, headers, text: async () => text })).toBe(text)
  // A character that is cut between two pieces.
  const bytes = new TextEncoder().encode(text)
  const pieces = new ReadableStream({
    start(stream) {
      for (const byte of bytes) stream.enqueue(Uint8Array.of(byte))
      stream.close()
    },
  })
  expect(await textOf(new Response(pieces))).toBe(text)
  expect(await textOf(new Response(null))).toBe('')
})

test('one that is too large is refused, and its connection left', async () => {
  let isLeft = false
  const endless = new ReadableStream({
    pull: (stream) => stream.enqueue(new Uint8Array(1000)),
    cancel: () => void (isLeft = true),
  })
  const refused: unknown = await textOf(new Response(endless), 10_000).catch((error: unknown) => error)
  expect(isTooLarge(refused)).toBe(true)
  expect(isLeft).toBe(true)
  const { status, headers } = answer('')
  await expect(textOf({ status, headers, text: async () => 'xxxx' }, 3)).rejects.toThrow('too large')
})

test.each([
  ['fetch', fetch],
  ['with a time limit', timeLimited(fetch, 60_000)],
])('a server that sends without end is no server of ours: %s', async (_, fetching) => {
  const server = createServer((_request, response) => {
    const piece = Buffer.alloc(1 << 20, 'x')
    const more = (): void => {
      while (!response.destroyed && response.write(piece));
    }
    response.on('drain', more)
    more()
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  onTestFinished(() => void server.close())
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const authorization = fixedToken('t')
  const joinServer = thingparkActivation({ fetch: fetching, authorization, address, kmSubscription: '42' })
  const made = await joinServer.createAsTransportKey({ publicKey: 'key' })
  expect(made).toMatchObject({ ok: false, fault: { code: 'unintelligible' } })
})
