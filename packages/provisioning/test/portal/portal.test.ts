import { ClaimtagError, type Eui64 } from '@claimtag/core'
import {
  checkPortal,
  openPortal,
  parsePortal,
  portalJsonSchema,
  type PortalHost,
} from '@claimtag/provisioning/portal'
import type { HttpRequest, HttpResponse } from '@claimtag/provisioning/http'
import { describe, expect, test } from 'vitest'

const address = 'https://tpe.example.com'
const tokenUrl = `${address}/token`
const joinServer = { kind: 'thingpark-activation', address, account: 'thingpark', kmSubscription: '42' }
const document = {
  routingProfiles: { busit: { name: 'Busit' } },
  deviceProfiles: { generic: { name: 'Generic' }, meter: { name: 'Meter' } },
  deviceProfileByJoinEui: { '70B3D57ED0000000/40': 'generic' },
  deviceProfilesByProfileId: { aabb1122: ['generic', 'meter'] },
  homeNetId: '000002',
  hsmGroupId: 'HSM',
  accounts: {
    thingpark: { tokenUrl, clientId: 'portal', clientSecret: { env: 'SECRET' } },
    busit: { token: { file: 'busit.token' } },
  },
  joinServers: [joinServer],
  networkServer: { kind: 'thingpark-wireless', address, account: 'thingpark' },
  applicationServer: { kind: 'busit', address: 'https://busit.example.com', account: 'busit', connector: 17 },
}

function issueOf(change: Readonly<Record<string, unknown>>): unknown {
  try {
    parsePortal({ ...document, ...change })
  } catch (error) {
    return error instanceof ClaimtagError ? error.issue : error
  }
  return 'read'
}

describe('parsePortal', () => {
  test('reads a document, with the defaults of what it leaves out', () => {
    const portal = parsePortal({ $schema: './portal.schema.json', ...document })
    expect(portal).toEqual({
      configuration: {
        routingProfiles: document.routingProfiles,
        deviceProfiles: document.deviceProfiles,
        deviceProfileByJoinEui: document.deviceProfileByJoinEui,
        deviceProfilesByProfileId: { AABB1122: ['generic', 'meter'] },
        homeNetId: '000002',
        hsmGroupId: 'HSM',
      },
      accounts: document.accounts,
      joinServers: [{ ...joinServer, id: 'default' }],
      networkServer: document.networkServer,
      applicationServer: document.applicationServer,
      keyPair: {},
      timeoutSeconds: 15,
    })
  })

  test.each([
    [
      'an account that is not there',
      { networkServer: { ...document.networkServer, account: 'toString' } },
      'networkServer.account',
    ],
    ['another kind', { networkServer: { ...document.networkServer, kind: 'helium' } }, 'networkServer.kind'],
    [
      'several Join Servers without JoinEUIs',
      { joinServers: [joinServer, { ...joinServer, id: 'two', joinEuis: ['70B3D57ED0000002'] }] },
      'joinServers.0.joinEuis',
    ],
    [
      'a prefix that is none',
      { joinServers: [{ ...joinServer, joinEuis: ['70B3'] }] },
      'joinServers.0.joinEuis.0',
    ],
    ['no Join Server', { joinServers: [] }, 'joinServers'],
    [
      'an address that is not https',
      { joinServers: [{ ...joinServer, address: 'http://tpe.example.com' }] },
      'joinServers.0.address',
    ],
    [
      'a password in an address',
      { applicationServer: { ...document.applicationServer, address: 'https://u:p@tpe.example.com' } },
      'applicationServer.address',
    ],
    [
      'a token URL that is not https',
      {
        accounts: {
          ...document.accounts,
          thingpark: { ...document.accounts.thingpark, tokenUrl: 'http://a.example' },
        },
      },
      'accounts.thingpark.tokenUrl',
    ],
    [
      'a ProfileID of two digits',
      { deviceProfilesByProfileId: { ab: ['generic'] } },
      'deviceProfilesByProfileId.ab',
    ],
    [
      'candidates that are not there',
      { deviceProfilesByProfileId: { AABB1122: ['generic', 'gone'] } },
      'deviceProfilesByProfileId.AABB1122',
    ],
    ['no device profiles of a JoinEUI', { deviceProfileByJoinEui: undefined }, 'deviceProfileByJoinEui'],
    ['a time without end', { timeoutSeconds: 86_400 }, 'timeoutSeconds'],
  ])('refuses %s, and says where', (_, change, field) => {
    expect(issueOf(change)).toMatchObject({ code: 'configuration-invalid', field })
  })

  test.each([
    ['a client secret', { thingpark: { tokenUrl, clientId: 'portal', clientSecret: 'hunter2-secret' } }],
    ['a token', { busit: { token: 'hunter2-secret' } }],
    ['both', { busit: { token: { env: 'A', file: 'hunter2-secret' } } }],
  ])('%s in the document itself is refused, and not repeated', (_, accounts) => {
    const issue = issueOf({ accounts: { ...document.accounts, ...accounts } })
    expect(issue).toMatchObject({
      code: 'configuration-invalid',
      field: expect.stringMatching(/^accounts\./) as string,
    })
    expect(JSON.stringify(issue)).toContain('no secret stands in this document')
    expect(JSON.stringify(issue)).not.toContain('hunter2')
  })

  test('its JSON Schema is what editors read, and requires what the reader requires', () => {
    const { required, properties, title } = portalJsonSchema()
    expect(title).toBe('claimtag portal')
    expect(required).toEqual(
      expect.arrayContaining(['accounts', 'joinServers', 'networkServer', 'hsmGroupId']),
    )
    expect(Object.keys(properties as object)).toEqual(expect.arrayContaining(Object.keys(document)))
  })
})

const LISTS: Readonly<Record<string, readonly object[]>> = {
  deviceProfiles: [{ ID: 'generic', name: 'Generic' }],
  appServersRoutingProfiles: [{ ID: 'busit', name: 'Busit' }],
  networkSubscriptions: [{ ID: 'basic', commercialName: 'Basic', isDefault: true }],
}

function host(refuses = ''): PortalHost & { readonly asked: string[]; readonly secrets: string[] } {
  const asked: string[] = []
  const secrets: string[] = []
  return {
    asked,
    secrets,
    async fetch(url: string, { method, body }: HttpRequest): Promise<HttpResponse> {
      asked.push(`${method} ${url}${url === tokenUrl ? ` ${body}` : ''}`)
      const list = LISTS[url.split('/').at(-1) ?? '']
      // With what Busit answers to a search beside it.
      const answer = url === tokenUrl ? { access_token: 'bearer' } : { briefs: list ?? [], response: [] }
      const isRefused = refuses !== '' && url.includes(refuses)
      return {
        status: isRefused ? 401 : 200,
        headers: { get: () => null },
        text: async () => JSON.stringify(answer),
      }
    },
    async secretOf(secret) {
      secrets.push('env' in secret ? secret.env : secret.file)
      return 'the secret'
    },
  }
}

describe('a portal that is opened', () => {
  test('reads each secret once, asks nothing, and finds the Join Server of a device', async () => {
    const { asked, secrets, ...rest } = host()
    const { ports } = await openPortal(parsePortal(document), rest)
    expect(secrets).toEqual(['SECRET', 'busit.token'])
    expect(asked).toEqual([])
    expect(ports.joinServers.find('70B3D57ED0000002' as never)?.id).toBe('default')
    const several = [
      { ...joinServer, id: 'one', joinEuis: ['70B3D57ED0000000/40'] },
      { ...joinServer, id: 'two', joinEuis: ['70B3D57ED0000002'] },
    ]
    const other = await openPortal(parsePortal({ ...document, joinServers: several }), rest)
    expect(other.ports.joinServers.find('70B3D57ED0000002' as never)?.id).toBe('two')
    expect(other.ports.joinServers.find('70B3D57ED0000003' as never)?.id).toBe('one')
  })

  test.each(['-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----', '', 'tok\u001Ben', 'jeton-é'])(
    'a secret that is no single line stays here: %j',
    async (secret) => {
      const { asked, ...rest } = host()
      const opening = openPortal(parsePortal(document), { ...rest, secretOf: async () => secret })
      const refused = await opening.catch((error: unknown) => error)
      expect(refused).toMatchObject({
        issue: { code: 'configuration-invalid', field: 'accounts.thingpark.clientSecret' },
      })
      expect(JSON.stringify((refused as ClaimtagError).issue)).not.toMatch(/MIIE|tok|jeton/)
      expect(asked).toEqual([])
    },
  )

  test('is checked against the servers: what they do not list is found', async () => {
    const { asked, ...rest } = host()
    const portal = parsePortal(document)
    const checked = await checkPortal(portal, await openPortal(portal, rest))
    expect(checked.findings).toEqual([{ place: 'deviceProfiles.meter', problem: 'not-listed' }])
    expect(checked.sound).toEqual(
      expect.arrayContaining([
        'accounts.thingpark',
        'deviceProfiles.generic',
        'routingProfiles.busit',
        'connectivityPlanId',
      ]),
    )
    expect(checked.unchecked).toEqual(expect.arrayContaining(['homeNetId', 'hsmGroupId']))
    // Nothing but reading, and the one request for a token.
    expect(asked.filter((call) => !/^GET|\/search$/.test(call))).toEqual([
      `POST ${tokenUrl} client_id=portal&client_secret=the%20secret&grant_type=client_credentials`,
    ])
  })

  test.each([
    [
      'the account',
      'token',
      ['accounts.thingpark', 'deviceProfiles', 'routingProfiles', 'connectivityPlanId'],
    ],
    ['one list', 'appServersRoutingProfiles', ['routingProfiles', 'deviceProfiles.meter']],
  ])('a refusal of %s is found, and the rest is looked at', async (_, refuses, places) => {
    const portal = parsePortal(document)
    const { findings } = await checkPortal(portal, await openPortal(portal, host(refuses)))
    expect(new Set(findings.map(({ place }) => place))).toEqual(new Set(places))
    expect(findings.filter(({ problem }) => problem === 'failed')).toContainEqual(
      expect.objectContaining({ code: 'unauthenticated', status: 401 }),
    )
  })

  test('a plan that is named has to be there, and one that is not has to be the only one', async () => {
    const named = parsePortal({ ...document, connectivityPlanId: 'gold' })
    const { findings } = await checkPortal(named, await openPortal(named, host()))
    expect(findings).toContainEqual({ place: 'connectivityPlanId', problem: 'not-listed' })
    const portal = parsePortal(document)
    const opened = await openPortal(portal, host())
    const plan = { id: 'basic', name: 'Basic', isDefault: false }
    const networkServer = {
      ...opened.ports.networkServer,
      connectivityPlans: async () => ({ ok: true as const, value: [plan, { ...plan, id: 'gold' }] }),
    }
    const ambiguous = await checkPortal(portal, { ...opened, ports: { ...opened.ports, networkServer } })
    expect(ambiguous.findings).toContainEqual({
      place: 'connectivityPlanId',
      problem: 'ambiguous',
      offered: 2,
    })
  })
})

describe('every kind of server', () => {
  const account = { address, account: 'thingpark' }
  const profile = {
    name: 'Class A',
    lorawanVersion: 'MAC_V1_0_3',
    phyVersion: 'PHY_V1_0_3_REV_A',
    frequencyPlanId: 'EU_863_870_TTN',
  }
  const stack = { kind: 'the-things-stack', application: 'meters', ...account }

  test.each([
    ['joinServers', stack],
    ['joinServers', { kind: 'the-things-join-server', homeNetId: '000002', asId: 'as.example', ...account }],
    ['networkServer', { kind: 'thingpark-dx-core', ...account }],
    ['networkServer', { kind: 'thingpark-enterprise', ...account }],
    ['networkServer', { ...stack, profiles: { generic: profile } }],
    [
      'networkServer',
      {
        kind: 'chirpstack',
        tenantId: 't',
        applicationId: 'a',
        externalJoinEuis: ['70B3D57ED0000000/40'],
        ...account,
      },
    ],
    [
      'applicationServer',
      { kind: 'busit', connector: 3, keys: { devEui: 'eui', asTransportKey: 'key' }, ...account },
    ],
    ['applicationServer', stack],
  ])('makes its connector: %s %j', async (role, settings) => {
    const portal = parsePortal({ ...document, [role]: role === 'joinServers' ? [settings] : settings })
    const { asked, ...rest } = host()
    const { ports } = await openPortal(portal, rest)
    expect(asked).toEqual([])
    const made = role === 'joinServers' ? ports.joinServers.all[0]?.server : ports[role as 'networkServer']
    expect(made).toHaveProperty('provision')
  })

  test.each(['joinServers', 'networkServer', 'applicationServer'])(
    'another kind is told which there are: %s',
    (role) => {
      const issueOfKind = (kind: string): unknown => {
        const settings = { kind, ...account }
        return issueOf({ [role]: role === 'joinServers' ? [settings] : settings })
      }
      const issue = issueOfKind('helium') as { problem: string }
      const [, kinds = ''] = /^must be (.*)$/.exec(issue.problem) ?? []
      expect(kinds.split(', ').length).toBeGreaterThan(2)
      for (const kind of kinds.split(', ')) {
        expect(issueOfKind(kind)).not.toMatchObject({ field: expect.stringMatching(/kind$/) as string })
      }
    },
  )

  test('an Application Server of your own gets what the document says', async () => {
    const applicationServer = {
      kind: 'http-application-server',
      account: 'thingpark',
      provision: {
        address: `${address}/devices/{devEui}`,
        method: 'PUT',
        body: { label: '{name}', keys: ['{asTransportKey}'] },
      },
      remove: { address: `${address}/devices/{devEui}` },
    }
    const { asked, ...rest } = host()
    const bodies: unknown[] = []
    const fetch: PortalHost['fetch'] = (url, request) => {
      bodies.push(request.body)
      return rest.fetch(url, request)
    }
    const { ports } = await openPortal(parsePortal({ ...document, applicationServer }), { ...rest, fetch })
    const [devEui, joinEui] = ['70B3D57ED00A0004' as Eui64, '70B3D57ED0000002' as Eui64]
    const made = await ports.applicationServer.provision({
      devEui,
      joinEui,
      name: 'meter',
      asTransportKey: 'AB',
    })
    expect(made).toMatchObject({ ok: true })
    expect(asked.at(-1)).toBe(`PUT ${address}/devices/70B3D57ED00A0004`)
    expect(JSON.parse(String(bodies.at(-1)))).toEqual({ label: 'meter', keys: ['AB'] })
    expect(ports.applicationServer).toHaveProperty('remove')
    expect(ports.applicationServer).not.toHaveProperty('find')
  })

  test('Busit needs the number of its connector', () => {
    expect(issueOf({ applicationServer: { kind: 'busit', ...account } })).toMatchObject({
      code: 'configuration-invalid',
      field: 'applicationServer.connector',
    })
  })
})
