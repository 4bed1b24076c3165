import { createServer, type IncomingMessage } from 'node:http'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from '../../../disk/test/temporary.ts'
import { askBy } from '../../src/credentials/ask.ts'
import type { Environment } from '../../src/credentials/credential.ts'
import { findCredentials } from '../../src/credentials/credentials.ts'

interface Endpoint {
  readonly url: string
  readonly requests: {
    readonly line: string
    readonly headers: IncomingMessage['headers']
    readonly body: string
  }[]
}

/** A service for credentials on this machine, as those of instances, containers and tokens are. */
async function endpoint(answer: (line: string) => string | undefined): Promise<Endpoint> {
  const requests: Endpoint['requests'] = []
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (piece: string) => (body += piece))
    request.on('end', () => {
      const line = `${request.method} ${request.url}`
      requests.push({ line, headers: request.headers, body })
      const text = answer(line)
      response.writeHead(text === undefined ? 404 : 200).end(text)
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests }
}

const NONE = { HOME: '/nonexistent', AWS_EC2_METADATA_DISABLED: 'true' }
const find = (environment: Environment, now = () => 0) =>
  findCredentials({ ...NONE, ...environment }, askBy(fetch), now)

const document = (id: string, until = '2026-01-01T00:00:00Z') =>
  JSON.stringify({ AccessKeyId: id, SecretAccessKey: 's', Token: 't', Expiration: until })

test('the environment comes first', async () => {
  const source = find({
    AWS_ACCESS_KEY_ID: 'a',
    AWS_SECRET_ACCESS_KEY: 'b',
    AWS_SESSION_TOKEN: 'c',
    AWS_REGION: 'eu-central-1',
  })
  expect(source.region).toBe('eu-central-1')
  expect(await source.get()).toEqual({ accessKeyId: 'a', secretAccessKey: 'b', sessionToken: 'c' })
})

test('a profile of the shared files, with its region', async () => {
  const home = temporaryFolder()
  mkdirSync(join(home, '.aws'))
  writeFileSync(
    join(home, '.aws', 'credentials'),
    '[default]\naws_access_key_id = d\naws_secret_access_key = e\n\n# another\n[factory]\naws_access_key_id=f\naws_secret_access_key=g=\n',
  )
  writeFileSync(join(home, '.aws', 'config'), '[profile factory]\nregion = eu-west-1\n')
  expect(await find({ HOME: home }).get()).toMatchObject({ accessKeyId: 'd' })
  const source = find({ HOME: home, AWS_PROFILE: 'factory' })
  expect(await source.get()).toMatchObject({ accessKeyId: 'f', secretAccessKey: 'g=' })
  expect(source.region).toBe('eu-west-1')
})

test('an instance, over version 2 of its metadata service, and again before its credentials expire', async () => {
  let asked = 0
  const { url, requests } = await endpoint((line) => {
    if (line === 'PUT /latest/api/token') return 'session'
    if (line.endsWith('/security-credentials/')) return 'role'
    return line.endsWith('/role') ? document(`i${++asked}`) : undefined
  })
  let now = Date.parse('2025-12-31T23:00:00Z')
  const source = find(
    { AWS_EC2_METADATA_DISABLED: undefined, AWS_EC2_METADATA_SERVICE_ENDPOINT: url },
    () => now,
  )
  expect(await source.get()).toMatchObject({ accessKeyId: 'i1', sessionToken: 't' })
  expect((await source.get()).accessKeyId).toBe('i1')
  now += 56 * 60_000
  expect((await source.get()).accessKeyId).toBe('i2')
  expect((await source.get(true)).accessKeyId).toBe('i3')
  expect(requests[1]?.headers['x-aws-ec2-metadata-token']).toBe('session')
})

test('a container, with its token, and never in the clear elsewhere', async () => {
  const { url, requests } = await endpoint(() => document('k'))
  const environment = {
    AWS_CONTAINER_CREDENTIALS_FULL_URI: `${url}/creds`,
    AWS_CONTAINER_AUTHORIZATION_TOKEN: 'pod',
  }
  expect(await find(environment).get()).toMatchObject({ accessKeyId: 'k' })
  expect(requests[0]?.headers.authorization).toBe('pod')
  const far = { ...environment, AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://192.0.2.1/creds' }
  await expect(find(far).get()).rejects.toMatchObject({ code: 'storage-credentials-refused' })
})

test('a web identity, whose token is in the body alone', async () => {
  const { url, requests } = await endpoint(
    () =>
      '<AssumeRoleWithWebIdentityResponse><AccessKeyId>w</AccessKeyId><SecretAccessKey>x</SecretAccessKey><SessionToken>y</SessionToken><Expiration>2026-01-01T00:00:00Z</Expiration></AssumeRoleWithWebIdentityResponse>',
  )
  const file = join(temporaryFolder(), 'token')
  writeFileSync(file, 'web-identity-token\n')
  const source = find({
    AWS_WEB_IDENTITY_TOKEN_FILE: file,
    AWS_ROLE_ARN: 'arn:aws:iam::1:role/x',
    AWS_ENDPOINT_URL_STS: url,
  })
  expect(await source.get()).toMatchObject({ accessKeyId: 'w', sessionToken: 'y' })
  expect(requests[0]?.body).toContain('WebIdentityToken=web-identity-token')
  expect(requests[0]?.line).toBe('POST /')
})

test('it says where it has looked when there are none', async () => {
  await expect(find({}).get()).rejects.toThrow(
    'No credentials for the object storage were found in AWS_ACCESS_KEY_ID',
  )
})
