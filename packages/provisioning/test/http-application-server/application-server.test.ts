import { fixedToken } from '@claimtag/provisioning/http'
import { httpApplicationServer } from '@claimtag/provisioning/http-application-server'
import { expect, test } from 'vitest'
import { filled, filledAddress } from '../../src/http-application-server/template.ts'
import { device, devEui, joinEui, server } from '../connectors/server.ts'

const address = 'https://app.example/devices/{devEui}'
const asTransportKey = '00FF'

test('sends DevEUI and ASTK, or what the template says', async () => {
  const made = server({ text: 'OK' })
  const plain = httpApplicationServer({ fetch: made.fetch, provision: { address: 'https://app.example/in' } })
  expect(await plain.provision({ ...device, asTransportKey })).toEqual({ ok: true, value: undefined })
  const body = { a: ['{name}', 1, null, true], b: { key: 'k={asTransportKey}', at: '{joinEui}{other}' } }
  const own = httpApplicationServer({
    fetch: made.fetch,
    authorization: fixedToken('bearer'),
    provision: { address, method: 'PUT', body },
  })
  await own.provision({ ...device, name: '{asTransportKey}', asTransportKey })
  expect(made.asked).toEqual([
    { method: 'POST', url: 'https://app.example/in', body: { devEui, asTransportKey } },
    {
      method: 'PUT',
      url: `https://app.example/devices/${devEui}`,
      body: { a: ['{asTransportKey}', 1, null, true], b: { key: 'k=00FF', at: `${joinEui}{other}` } },
    },
  ])
  expect(Object.keys(own)).toEqual(['provision'])
})

test('a value is one part of an address', () => {
  const values = { devEui, joinEui, name: 'a/b?c', asTransportKey }
  expect(filledAddress('https://x.example/{name}', values)).toBe('https://x.example/a%2Fb%3Fc')
  expect(filled('{name}{name}', values)).toBe('a/b?ca/b?c')
})

test('finds and removes where it is told how', async () => {
  const request = { address }
  const answering = (status: number) => {
    const { fetch, asked } = server({ status })
    return { asked, ...httpApplicationServer({ fetch, provision: request, find: request, remove: request }) }
  }
  expect(await answering(200).find?.(devEui)).toEqual({ ok: true, value: true })
  expect(await answering(404).find?.(devEui)).toEqual({ ok: true, value: false })
  expect(await answering(500).find?.(devEui)).toMatchObject({ fault: { code: 'server-failed' } })
  const gone = answering(204)
  expect(await gone.remove?.({ devEui })).toEqual({ ok: true, value: undefined })
  expect(gone.asked).toEqual([
    { method: 'DELETE', url: `https://app.example/devices/${devEui}`, body: undefined },
  ])
})

function connect(one: string) {
  return () => httpApplicationServer({ fetch: server().fetch, provision: { address: one } })
}

test('a key in an address, and an address without TLS, are refused', () => {
  expect(connect('https://app.example/{asTransportKey}')).toThrow(
    expect.objectContaining({ code: 'key-refused' }),
  )
  expect(connect('http://app.example/')).toThrow(expect.objectContaining({ code: 'address-not-https' }))
})

test.each([
  [{ status: 422, body: { message: 'device already exists' } }, 'conflict'],
  [{ status: 200, body: { error: 'no' } }, 'rejected'],
  [{ text: '<html>Sign in</html>' }, 'unintelligible'],
  [{ text: '{"cut":' }, 'unintelligible'],
])('%j is %s', async (answer, code) => {
  const { fetch } = server(answer)
  const connected = httpApplicationServer({ fetch, provision: { address } })
  expect(await connected.provision({ ...device, asTransportKey })).toMatchObject({ fault: { code } })
})
