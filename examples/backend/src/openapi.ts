import { SCOPES } from './api-keys.ts'

const DEV_EUI = {
  name: 'devEui',
  in: 'path',
  required: true,
  schema: { type: 'string' },
  example: '70B3D57ED00A0004',
}
const LABEL_TYPES = ['image/png', 'image/svg+xml', 'application/pdf', 'application/zpl']
const binary = { schema: { type: 'string', format: 'binary' } }
const json = (name: string) => ({ 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } })
const codeOrLabel = {
  ...json('Code'),
  ...Object.fromEntries(LABEL_TYPES.map((type) => [type, binary])),
}
const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
})
const REFUSALS = {
  '400': problem('No device, or no JSON'),
  '401': problem('No API key, or one that has ended'),
  '403': problem('The key lacks the scope'),
  '422': problem('A member is unknown or not valid; `field` says which'),
  '429': problem('Too many requests with this key: see `Retry-After`'),
  '503': problem('Something behind the issuer failed: ask again'),
}

/** The interface of the backend, for programs that generate clients. */
export const openApi = {
  openapi: '3.1.0',
  info: {
    title: 'Codes of devices',
    version: '1.0.0',
    description:
      'Issues one code for each device, however often it is asked. `text` and labels hold the ownerToken, a bearer secret until the device is claimed.',
  },
  security: [{ apiKey: [] }],
  paths: {
    '/codes': {
      post: {
        summary: 'Issue the code of a device, or get the one that it has',
        description: `Scope \`${SCOPES[0]}\`. 201 for a new code, 200 for one that was there. With \`Accept: image/png\` and the like the answer is the label, read back before it is sent.`,
        parameters: [{ name: 'Idempotency-Key', in: 'header', schema: { type: 'string', maxLength: 200 } }],
        requestBody: { required: true, content: json('Device') },
        responses: {
          '200': { description: 'The code that stands', content: codeOrLabel },
          '201': { description: 'A new code', content: codeOrLabel },
          '406': problem('No kind of label that is made here'),
          '409': problem('The device has a code with another AppEUI, serial number or format'),
          '410': problem('The code was revoked'),
          ...REFUSALS,
        },
      },
    },
    '/codes/batch': {
      post: {
        summary: 'Issue many, a line each',
        description:
          'NDJSON in, NDJSON out, in the same order and while it comes in. A line that is refused has `ok: false` and ends nothing; a last line with `isEnd` says that the rest was not read.',
        requestBody: {
          required: true,
          content: { 'application/x-ndjson': { schema: { $ref: '#/components/schemas/Device' } } },
        },
        responses: {
          '200': {
            description: 'A line for each device',
            content: { 'application/x-ndjson': { schema: { $ref: '#/components/schemas/Outcome' } } },
          },
          ...REFUSALS,
        },
      },
    },
    '/codes/{devEui}': {
      get: {
        summary: 'The code of a device, or its label',
        description: 'Scope `label`.',
        parameters: [DEV_EUI],
        responses: {
          '200': { description: 'The code', content: codeOrLabel },
          '404': problem('The device has no code'),
          '406': problem('No kind of label that is made here'),
          '410': problem('The code was revoked'),
          ...REFUSALS,
        },
      },
    },
    '/codes/{devEui}/revoke': {
      post: {
        summary: 'End a code',
        description: 'Scope `change`. The reason is written down.',
        parameters: [DEV_EUI],
        requestBody: { required: true, content: json('Reason') },
        responses: {
          '204': { description: 'Revoked' },
          '404': problem('The device has no code'),
          ...REFUSALS,
        },
      },
    },
    '/codes/{devEui}/reissue': {
      post: {
        summary: 'A new token and a new code in place of the one that stands',
        description: 'Scope `change`. The body is a device without its DevEUI, and the reason.',
        parameters: [DEV_EUI],
        requestBody: { required: true, content: json('Reason') },
        responses: {
          '200': { description: 'The new code', content: codeOrLabel },
          '404': problem('The device has no code'),
          '409': problem('Another request changed it at the same time'),
          ...REFUSALS,
        },
      },
    },
    '/health': {
      get: {
        summary: 'Whether the process lives',
        security: [],
        responses: { '200': { description: 'Up' } },
      },
    },
    '/ready': {
      get: {
        summary: 'Whether it may be sent requests',
        security: [],
        responses: {
          '200': { description: 'Ready' },
          '503': { description: 'Stopping, or the store is not there' },
        },
      },
    },
    '/metrics': {
      get: { summary: 'For Prometheus', security: [], responses: { '200': { description: 'Metrics' } } },
    },
  },
  components: {
    securitySchemes: { apiKey: { type: 'http', scheme: 'bearer' } },
    schemas: {
      Device: {
        type: 'object',
        required: ['devEui'],
        additionalProperties: false,
        properties: {
          devEui: { type: 'string', example: '70B3D57ED00A0004' },
          joinEui: { type: 'string', example: '70B3D57ED0000002' },
          appEui: { type: 'string', description: 'The JoinEUI under its older name' },
          vendorId: { type: 'string' },
          vendorProfileId: { type: 'string' },
          serialNumber: { type: 'string' },
          proprietary: { type: 'string' },
          extra: { type: 'object', additionalProperties: { type: 'string' } },
          columns: { type: 'object', additionalProperties: { type: 'string' } },
        },
      },
      Reason: {
        type: 'object',
        required: ['reason'],
        properties: { reason: { type: 'string', maxLength: 500 } },
      },
      Code: {
        type: 'object',
        required: ['devEui', 'version', 'isNew', 'text', 'fields'],
        properties: {
          devEui: { type: 'string' },
          joinEui: { type: 'string' },
          serialNumber: { type: 'string' },
          version: { type: 'integer' },
          isNew: { type: 'boolean' },
          text: { type: 'string', description: 'What the symbol says. It holds the ownerToken.' },
          fields: {
            type: 'object',
            description: 'What may be printed beside it',
            additionalProperties: { type: 'string' },
          },
        },
      },
      Outcome: {
        type: 'object',
        required: ['ok'],
        properties: {
          index: { type: 'integer' },
          ok: { type: 'boolean' },
          code: { type: 'string' },
          detail: { type: 'string' },
          isEnd: { type: 'boolean' },
        },
      },
      Problem: {
        type: 'object',
        required: ['type', 'title', 'status', 'code'],
        properties: {
          type: { type: 'string' },
          title: { type: 'string' },
          status: { type: 'integer' },
          code: { type: 'string' },
          detail: { type: 'string' },
          field: { type: 'string' },
          retryable: { type: 'boolean' },
        },
      },
    },
  },
} as const
