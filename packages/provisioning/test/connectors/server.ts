import { parseEui64 } from '@claimtag/core'
import { fixedToken } from '@claimtag/provisioning/http'
import type { HttpRequest, HttpResponse } from '@claimtag/provisioning/http'

export const authorization = fixedToken('bearer')
export const address = 'https://tp.example/'
export const devEui = parseEui64('70B3D57ED00A0004')!
export const joinEui = parseEui64('70B3D57ED0000002')!
export const profiles = { deviceProfileId: 'LORA/A', connectivityPlanId: 'basic', routingProfileId: 'busit' }
export const device = { name: 'meter', devEui, joinEui, ...profiles }

export interface Asked {
  readonly method: string
  readonly url: string
  /** The value of a JSON body, the members of a form. */
  readonly body: unknown
}

export interface GivenAnswer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  /** A value becomes JSON; a text that is to be sent as it is stands in `text`. */
  readonly body?: unknown
  readonly text?: string
}

/** A server that gives these answers one after the other, the last one for ever, and keeps what it was asked. */
export function server(...answers: readonly (GivenAnswer | ((asked: Asked) => GivenAnswer))[]) {
  const asked: Asked[] = []
  const fetch = async (url: string, request: HttpRequest): Promise<HttpResponse> => {
    const one = { method: request.method, url, body: bodyOf(request) }
    const given = answers[Math.min(asked.length, answers.length - 1)] ?? {}
    asked.push(one)
    const { status = 200, headers = {}, body, text } = typeof given === 'function' ? given(one) : given
    const sent = text ?? (body === undefined ? '' : JSON.stringify(body))
    return {
      status,
      headers: { get: (name) => headers[name] ?? null },
      text: async () => sent,
    }
  }
  return { fetch, asked, options: { fetch, authorization, address } }
}

function bodyOf({ body, headers }: HttpRequest): unknown {
  if (body === undefined) return undefined
  const isForm = headers['content-type']?.includes('form') === true
  return isForm ? Object.fromEntries(new URLSearchParams(body)) : JSON.parse(body)
}
