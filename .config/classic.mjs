// The decoder as one script of 2018's language: for engines inside apps, which load a text and know no imports.
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

const HEAD = '/* @claimtag/decoder as one script of ECMAScript 2018, MIT licence */\n'
/** A bundler that takes the script for a module keeps the variable to itself. */
const FOOT = 'if(typeof globalThis==="object")globalThis.claimtag=claimtag;\n'

const decoder = new URL('../packages/decoder/', import.meta.url)

/** The text of packages/decoder/dist/claimtag.classic.js. */
export async function classicScript() {
  // Of the package, since this file lies in none that has it.
  const { build } = createRequire(new URL('package.json', decoder))('esbuild')
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('src/classic.ts', decoder))],
    bundle: true,
    write: false,
    minify: true,
    // esbuild's own wrapper reads names in a loop in a way that Hermes before React Native 0.84 gets wrong.
    format: 'esm',
    target: 'es2018',
    platform: 'neutral',
    conditions: ['@claimtag/source'],
  })
  // esbuild keeps other characters in regular expressions, and an app should not need to know the encoding.
  const text = outputFiles[0].text.replace(/[^\0-\x7f]/g, escaped)
  const [, body, names] = /^([^]*)export\{([^{}]*)\};\s*$/.exec(text)
  const members = names.replace(/([\w$]+) as ([\w$]+)/g, '$2:$1')
  return `${HEAD}var claimtag=function(){"use strict";${body}return{${members}}}();${FOOT}`
}

function escaped(character) {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}
