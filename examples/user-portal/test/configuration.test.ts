import { readFileSync } from 'node:fs'
import { settingsOf } from 'claimtag-example-user-portal'
import { expect, test } from 'vitest'

const example = JSON.parse(readFileSync(new URL('../portal.example.json', import.meta.url), 'utf8'))
const none = (): string => ''

const stack = {
  kind: 'the-things-stack',
  address: 'https://stack.example.com',
  account: 'stack',
  application: 'app',
}

/** A portal of other servers, where people log in with a key of theirs, and the portal has one of its own. */
const other = {
  ...example,
  accounts: { stack: { token: { env: 'LOGIN_TOKEN' } }, house: { token: { env: 'HOUSE_TOKEN' } } },
  joinServers: [stack],
  networkServer: {
    kind: 'chirpstack',
    address: 'https://chirp.example.com',
    account: 'stack',
    tenantId: 't',
    applicationId: 'a',
    externalJoinEuis: ['70B3D57ED0000002'],
  },
  applicationServer: {
    kind: 'http-application-server',
    account: 'house',
    provision: { address: 'https://house.example.com/devices/{devEui}' },
  },
}

test('the form asks for what the document leaves to people, and the servers have their own names', () => {
  const { asks, servers } = settingsOf(other, none)
  expect(asks).toEqual([{ title: 'The Things Stack, ChirpStack', fields: ['token'] }])
  expect(servers).toEqual({
    'join-server': 'The Things Stack',
    'network-server': 'ChirpStack',
    'application-server': 'house.example.com',
  })
})

test('a variable that two accounts need is asked once', () => {
  const accounts = { ...other.accounts, house: other.accounts.stack }
  expect(settingsOf({ ...other, accounts }, none).asks).toHaveLength(1)
})

test('a document that asks nobody anything would let everybody in, and is refused', () => {
  const accounts = { ...other.accounts, stack: other.accounts.house }
  expect(() => settingsOf({ ...other, accounts }, none)).toThrow('LOGIN_')
})
