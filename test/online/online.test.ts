import { fileURLToPath } from 'node:url'
import { createContext, runInContext } from 'node:vm'
import { build } from 'esbuild'
import { describe, expect, test } from 'vitest'
import { oldContext } from '../../packages/decoder/test/old-context.ts'

// Issuing and provisioning run wherever JavaScript runs: bundled for no platform, and run without one.

async function bundled(
  code: string,
): Promise<{ readonly script: string; readonly inputs: readonly string[] }> {
  const result = await build({
    stdin: { contents: code, resolveDir: fileURLToPath(new URL('.', import.meta.url)), loader: 'ts' },
    bundle: true,
    write: false,
    metafile: true,
    platform: 'neutral',
    conditions: ['@claimtag/source'],
    mainFields: ['module', 'main'],
    format: 'iife',
    globalName: 'made',
    logLevel: 'silent',
  })
  return { script: result.outputFiles[0]?.text ?? '', inputs: Object.keys(result.metafile.inputs) }
}

/** Runs a bundle with nothing but the language; returns the value that its `result` resolves to. */
async function runBare(script: string, context = createContext({})): Promise<unknown> {
  return JSON.parse((await runInContext(`${script}; made.result`, context)) as string)
}

const device = { devEui: '70B3D57ED00A0004', joinEui: '70B3D57ED0000002' }

describe('without a platform', () => {
  test('a Node built-in would be noticed', async () => {
    await expect(
      bundled(`import { readFileSync } from 'node:fs'; export const x = readFileSync`),
    ).rejects.toThrow('node:fs')
    const { script } = await bundled(`export const result = Promise.resolve(String(process.version))`)
    await expect(runBare(script)).rejects.toThrow('process is not defined')
    const newer = `const one = [1].at(-1); export const result = Promise.resolve(String(one))`
    await expect(runBare((await bundled(newer)).script, oldContext(2020))).rejects.toThrow(
      'at is not a function',
    )
  })

  test('a code is issued, with its label', async () => {
    const { script, inputs } = await bundled(`
      import { thingpark } from '@claimtag/core'
      import { createLabeller, defaultTemplate } from '@claimtag/label'
      import { renderSvg } from '@claimtag/label/svg'
      import { createIssuer, memoryStore, randomTokens } from '@claimtag/online'
      const labeller = createLabeller(defaultTemplate, { dpi: 300 })
      const issuer = createIssuer({
        format: thingpark,
        tokens: randomTokens((bytes) => bytes.fill(7)),
        store: memoryStore(),
      })
      export const result = issuer
        .issue(${JSON.stringify(device)})
        .then(({ text, record, fields }) =>
          JSON.stringify({ text, record, label: renderSvg(labeller.place(text, fields)) }))
    `)
    expect(await runBare(script)).toMatchObject({
      record: { ...device, ownerToken: Buffer.alloc(16, 7).toString('base64') },
      text: expect.stringMatching(/^LW:D0:/),
      label: expect.stringMatching(/^<svg /),
    })
    expect(inputs.filter((path) => /zod|sharp/.test(path))).toEqual([])
  })

  test('a code that is asked for twice at once is waited for, without timers of a platform', async () => {
    const { script, inputs } = await bundled(`
      import { thingpark } from '@claimtag/core'
      import { createIssuer, memoryStore } from '@claimtag/online'
      const options = { format: thingpark, tokens: async () => 'Wq7ZkP0xT3mVb9LdRy2sQg==', store: memoryStore() }
      const asked = [createIssuer(options), createIssuer(options)].map((one) => one.issue(${JSON.stringify(device)}))
      export const result = Promise.all(asked).then((issued) => JSON.stringify(issued.map(({ isNew }) => isNew)))
    `)
    expect(await runBare(script)).toEqual([true, false])
    expect(inputs.filter((path) => /zod|packages.label/.test(path))).toEqual([])
  })

  test.each([
    ['of today', () => createContext({})],
    // Hermes, and the web views of iOS 15.3 and Android's JavaScriptCore.
    ['of 2020', () => oldContext(2020)],
  ])('a device is provisioned with the language %s, over a fetch that is passed in', async (_, context) => {
    const { script } = await bundled(`
      import { createWorkflow, oneJoinServer } from '@claimtag/provisioning'
      import { busit } from '@claimtag/provisioning/busit'
      import { clientCredentials, fixedToken } from '@claimtag/provisioning/http'
      import { parseConfiguration } from '@claimtag/provisioning/schema'
      import { thingparkActivation } from '@claimtag/provisioning/thingpark-activation'
      import { thingparkWireless } from '@claimtag/provisioning/thingpark-wireless'
      const asked = []
      const answers = [
        ['/token', '{"access_token":"t","expires_in":300}'],
        ['/networkSubscriptions', '{"briefs":[{"ID":"basic"}]}'],
        ['/deviceProfiles', '{"briefs":[{"ID":"generic"}]}'],
        ['/appServersRoutingProfiles', '{"briefs":[{"ID":"busit"}]}'],
        ['/asKeys', '{"ID":"ask-1","encryptedKey":"wrapped"}'],
        ['/devices?deviceEUI=70B3D57ED00A0004', '{"briefs":[]}'],
        ['/instance/insert', '{"response":{"name":"device","id":7}}'],
        ['/instance/config/update', '{"response":"OK"}'],
      ]
      const fetch = async (url, { method, body }) => {
        asked.push(method + ' ' + url.replace('https://tp.example', ''))
        const text = answers.find(([end]) => url.endsWith(end))?.[1] ?? '{}'
        return { status: 200, headers: { get: () => '/devices/1' }, text: async () => text }
      }
      const address = 'https://tp.example'
      const authorization = clientCredentials({ fetch, tokenUrl: address + '/token', clientId: 'a', clientSecret: 'b' })
      const workflow = createWorkflow({
        configuration: parseConfiguration({
          routingProfiles: { busit: { name: 'Busit' } },
          deviceProfiles: { generic: { name: 'Generic' } },
          deviceProfileByAppEui: { '${device.joinEui}': 'generic' },
          homeNetId: '000002',
          hsmGroupId: 'HSM',
        }),
        joinServers: oneJoinServer(
          thingparkActivation({ fetch, authorization, address, kmSubscription: '42' })),
        networkServer: thingparkWireless({ fetch, authorization, address }),
        applicationServer: busit({ fetch, authorization: fixedToken('f'), address: address + '/busit', connector: 1 }),
        unwrapKey: async (key) => key,
      })
      const record = ${JSON.stringify({ ...device, ownerToken: 'AAECAwQFBgcICQoLDA0ODw==' })}
      async function run() {
        const { session } = await workflow.login('public key')
        const { ok, state } = await workflow.provision(session, record, { routingProfileId: 'busit' })
        return JSON.stringify({ ok, step: state.step, asked })
      }
      export const result = run()
    `)
    expect(await runBare(script, context())).toEqual({
      ok: true,
      step: 'done',
      asked: [
        'POST /token',
        'GET /thingpark/wireless/rest/subscriptions/mine/networkSubscriptions',
        'GET /thingpark/wireless/rest/subscriptions/mine/deviceProfiles',
        'GET /thingpark/wireless/rest/subscriptions/mine/appServersRoutingProfiles',
        'POST /thingpark/activation/rest/kmSubscriptions/42/asKeys',
        'GET /thingpark/wireless/rest/subscriptions/mine/devices?deviceEUI=70B3D57ED00A0004',
        'GET /thingpark/wireless/rest/subscriptions/mine/networkSubscriptions',
        'POST /thingpark/activation/rest/kmSubscriptions/42/devices/claim',
        'POST /thingpark/activation/rest/kmSubscriptions/42/devices/70B3D57ED00A0004',
        'POST /thingpark/wireless/rest/subscriptions/mine/devices',
        'POST /busit/self/busit/instance/insert',
        'POST /busit/self/busit/instance/config/update',
        'POST /busit/self/busit/instance/config/update',
      ],
    })
  })

  test('the workflow itself needs no zod', async () => {
    const { inputs } = await bundled(
      `import { createWorkflow } from '@claimtag/provisioning'; export const result = createWorkflow`,
    )
    expect(inputs.some((path) => path.includes('provisioning/src/workflow.ts'))).toBe(true)
    expect(inputs.filter((path) => path.includes('zod'))).toEqual([])
  })
})
