import { thingpark } from '@claimtag/core'
import { createIssuer, memoryStore } from '@claimtag/online'
import { theThingsJoinServer } from '@claimtag/online/the-things-join-server'
import type { ServerFetch } from '@claimtag/online/the-things-join-server'
import { expect, test } from 'vitest'

const ownerToken = 'Wq7ZkP0xT3mVb9LdRy2sQg=='
const device = { devEui: '70B3D57ED00A0004', joinEui: '70B3D57ED0000002' }

function server(answer: { readonly status: number; readonly body?: unknown }) {
  const asked: string[] = []
  const fetch: ServerFetch = async (url, { method, redirect }) => {
    asked.push(`${method} ${url} ${redirect}`)
    return { status: answer.status, text: async () => JSON.stringify(answer.body ?? {}) }
  }
  const tokens = theThingsJoinServer({
    fetch,
    authorization: () => 'Basic x',
    address: 'https://js.example/',
  })
  return { asked, tokens, issuer: createIssuer({ format: thingpark, tokens, store: memoryStore() }) }
}

test('the token that the Join Server gave is looked up, and goes into the code', async () => {
  const { asked, issuer } = server({ status: 200, body: { ownerToken, locked: false } })
  const { record } = await issuer.issue(device)
  expect(record.ownerToken).toBe(ownerToken)
  expect(asked).toEqual(['GET https://js.example/api/v2/devices/70B3D57ED00A0004 manual'])
})

test('a device that was not imported is named, and nothing is asked for it again', async () => {
  for (const answer of [{ status: 404 }, { status: 200, body: { locked: true } }]) {
    const { issuer } = server(answer)
    await expect(issuer.issue(device)).rejects.toMatchObject({
      issue: { code: 'token-not-recorded', retryable: false },
    })
  }
})

test('what the server says of an error reaches nobody, and one that is broken may be asked again', async () => {
  const { issuer } = server({ status: 500, body: { message: ownerToken } })
  const error = await issuer.issue(device).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({ issue: { code: 'token-source-failed', retryable: true } })
  expect(String(error)).not.toContain(ownerToken.slice(0, 6))
})

test('codes are compared with what is there', async () => {
  const { issuer } = server({ status: 200, body: { ownerToken } })
  await issuer.issue(device)
  for await (const difference of issuer.reconcile()) expect(difference).toBeUndefined()
})

test('an address without TLS is refused', () => {
  const options = {
    fetch: (async () => undefined) as never,
    authorization: () => '',
    address: 'http://js.example',
  }
  expect(() => theThingsJoinServer(options)).toThrow('https')
})
