import { builtInFormats, type CompiledFormat, compileFormat, defineFormat } from '@claimtag/core'
import { conformanceVectors } from '@claimtag/core/vectors'
import { published, textOf } from '../../packages/core/test/published.ts'
import * as api from '../../packages/decoder/src/classic.ts'
import { acmeDocument } from '../../packages/decoder/test/acme.ts'

/** A text, and what decoding and explaining it has to give, as JSON. */
type Case = readonly [text: string, expected: string]

/** What scanners and people make of a text. */
const CHANGES: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => text.toLowerCase(),
  (text) => `]Q1${text}\r\n`,
  (text) => `\ufeff“${text}”`,
  (text) => `https://example.org/#${encodeURIComponent(text)}`,
  (text) => text.toLowerCase().replace(/:/g, ';'),
  (text) => `DevEUI: ${text}`,
]

const acme = defineFormat(acmeDocument)
const formats = [...builtInFormats, acme]

/** Everything that a text goes through, as JSON. It is also run as text, and so names nothing of this file. */
function wayOf(text: string, decoder: ReturnType<typeof api.createDecoder>, claimtag: typeof api): string {
  const result = decoder.decode(text)
  const issues = result.ok ? result.warnings : [result.error]
  const sentences = Object.keys(claimtag.words).map(function (language) {
    const words = claimtag.words[language as keyof typeof claimtag.words]
    return issues.map(function (issue) {
      return claimtag.explain(issue, words)
    })
  })
  return JSON.stringify([result, sentences])
}

/** The vectors that every host gets: published ones as people scan them, and those of every format. */
export function hostCases(): readonly Case[] {
  const scanned = published.map(textOf).flatMap((text) => CHANGES.map((change) => change(text)))
  const written = formats.flatMap((format) => conformanceVectors(format).map(({ text }) => text))
  const decoder = api.createDecoder([compileFormat(acme)])
  return [...new Set([...scanned, ...written])].map((text) => [text, wayOf(text, decoder, api)])
}

/**
 * A script that needs the global `claimtag` and nothing else but the language: it leaves a sentence in `verdict`.
 */
export function verdictScript(cases: readonly Case[]): string {
  const format: CompiledFormat = compileFormat(acme)
  return `var verdict = (function (cases, format) {
    ${wayOf.toString()}
    var decoder = claimtag.createDecoder([format]);
    for (var i = 0; i < cases.length; i++) {
      var found = wayOf(cases[i][0], decoder, claimtag);
      if (found !== cases[i][1]) return JSON.stringify(cases[i]) + ' gave ' + found;
    }
    return cases.length + ' vectors passed';
  })(${ascii(cases)}, ${ascii(format)});\n`
}

/** JSON that reads alike in any encoding, and as JavaScript before 2019, too. */
function ascii(value: unknown): string {
  return JSON.stringify(value).replace(
    /[^\0-\x7f]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
