import { createHash } from 'node:crypto'
import { openApi } from './openapi.ts'

const STYLE = `body{font:17px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#15181e;background:#fff}
h2{font-size:1.1rem;margin:2rem 0 0}code{font-family:ui-monospace,monospace}dt{font-weight:600}dd{margin:0 0 .4rem 1.5rem}
@media(prefers-color-scheme:dark){body{color:#eef0f3;background:#0d1014}a{color:#93a7ff}}`

/** The policy of the page: its own style and nothing else. */
export const DOCS_POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; frame-ancestors 'none'`

interface Operation {
  readonly summary: string
  readonly description?: string
  readonly responses: Readonly<Record<string, { readonly description: string }>>
}

/** The OpenAPI document as a page to read. */
export function docsPage(): string {
  const { title, description } = openApi.info
  const operations = Object.entries(openApi.paths).flatMap(([path, methods]) =>
    Object.entries(methods as Readonly<Record<string, Operation>>).map(([method, operation]) =>
      section(`${method.toUpperCase()} ${path}`, operation),
    ),
  )
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escaped(title)}</title><style>${STYLE}</style><h1>${escaped(title)}</h1><p>${marked(description)}</p>
<p>For programs: <a href="/openapi.json">openapi.json</a></p>${operations.join('')}</html>`
}

function section(name: string, { summary, description = '', responses }: Operation): string {
  const answers = Object.entries(responses).map(
    ([status, answer]) => `<dt>${status}</dt><dd>${marked(answer.description)}</dd>`,
  )
  return `<h2><code>${escaped(name)}</code></h2><p>${marked(`${summary}. ${description}`)}</p><dl>${answers.join('')}</dl>`
}

function marked(text: string): string {
  return escaped(text).replaceAll(/`([^`]+)`/g, '<code>$1</code>')
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
