/** The word for a key, without accents: English, German (twice), Dutch, French, Spanish, Italian, Portuguese. */
const KEY = /^(?:keys?|schluss?el|schluess?el|sleutels?|cles?|clefs?|claves?|chiav[ei]|chaves?)$/
const ENGLISH = /^keys?$/

/**
 * What makes a key a secret one. LoRaWAN 1.0.4 and 1.1 (section 6.1) have AppKey, NwkKey, AppSKey, NwkSKey,
 * FNwkSIntKey, SNwkSIntKey, NwkSEncKey, JSIntKey, JSEncKey; TS005 has GenAppKey, McRootKey, McKEKey, McAppSKey,
 * McNetSKey.
 */
const KINDS =
  'app application nwk network net root gen session join js int enc integrity encryption mc ke multicast device dev aes secret private master symmetric shared access api security signing cipher transport as lora otaa abp'

/** The same in the other languages, where only a word of theirs for a key follows: `Red Key` is a colour in English. */
const OTHER_KINDS =
  'anwendung applikation netzwerk netz sitzung haupt wurzel gerat gerate geraet geraete geheim geheimer privater zugriff zugang verschlusselung verschluesselung applicatie netwerk sessie apparaat geheime reseau racine secrete privee chiffrement appareil aplicacion aplicacao applicazione red rede rete sesion sessao sessione raiz radice secreta segreta privada privata cifrado dispositivo acceso acesso accesso'

/** Letters and numbers that names of keys have in between: `App-S-Key`, `AES 128 bit key`. */
const BETWEEN = /^(?:s|f|bits?|[0-9]+)$/
/** Between a key and its kind: `clé d'application`, `key of the device`. */
const CONNECTOR = /^(?:of|for|the|d|de|du|des|l|la|le|del|della|di|do|da|der|fur|fuer|van|voor)$/
/** The name of a key's identifier is not the name of a secret: `asKeyId`. */
const IDENTIFIER = /^(?:ids?|identifiers?)$/
/** Keys that are known by a name without a word for a key. */
const OWN_NAMES = /^(?:kek|psk|astk)$/

const kinds = new Set(KINDS.split(' '))
const otherKinds = new Set(OTHER_KINDS.split(' '))

// A name in one word: `FNWKSINTKEY`, `APPKEYHEX`, `Anwendungsschlüssel`. No word has two ways to be cut into kinds, so
// that a long one takes linear time.
const ONE_WORD = new RegExp(`^((?:[sf]|${[...kinds].join('|')})+)keys?(?:hex|base|value|msb|lsb|otaa|abp)*$`)
const OTHER_ONE_WORD = new RegExp(
  `^((?:[sf]|${[...kinds, ...otherKinds].join('|')})+)(?:schluss?el|schluess?el|sleutels?)$`,
)

/** Whether a name can be one at all; most are not, and encoding asks for each. */
const POSSIBLE = /key|schl|sleutel|cl[eé]|clave|chiav|chave|kek|psk|astk/i

/**
 * Whether the name of a field, a column or a member means a LoRaWAN key or another secret key, in any spelling: a
 * name that has a key's name among its words, such as `app_key`, `LoRaWAN APP KEY (hex)`, `Root AppKey`,
 * `privateKey`.
 *
 * Other names with the word are not refused: `Key account`, `Public key`, `key` alone, and the identifier of a key
 * (`asKeyId`).
 *
 * @example
 * ```ts
 * import { isKeyName } from '@claimtag/core'
 *
 * console.log(isKeyName('AppKey (OTAA)'), isKeyName('asKeyId')) // true false
 * ```
 */
export function isKeyName(name: string): boolean {
  if (!POSSIBLE.test(name)) return false
  const words = wordsOf(name)
  return words.some((word, i) => isKeyAt(words, word, i))
}

function isKeyAt(words: readonly string[], word: string, i: number): boolean {
  if (OWN_NAMES.test(word)) return true
  const next = words[i + 1] ?? ''
  if (IDENTIFIER.test(next)) return false
  const [, parts] = ONE_WORD.exec(word) ?? OTHER_ONE_WORD.exec(word) ?? []
  // `SKEY` alone is the end of some name.
  if (parts !== undefined && /[^sf]/.test(parts)) return true
  if (!KEY.test(word)) return false
  const isEnglish = ENGLISH.test(word)
  return isKind(before(words, i), isEnglish) || isKind(after(words, i, isEnglish), isEnglish)
}

function isKind(word: string | undefined, isEnglish: boolean): boolean {
  if (word === undefined) return false
  return kinds.has(word) || (!isEnglish && otherKinds.has(word))
}

function before(words: readonly string[], i: number): string | undefined {
  let at = i - 1
  while (at > 0 && BETWEEN.test(words[at]!)) at -= 1
  return words[at]
}

function after(words: readonly string[], i: number, isEnglish: boolean): string | undefined {
  let at = i + 1
  while (at < words.length && CONNECTOR.test(words[at]!)) at += 1
  // `Key device` says nothing, `Key (OTAA)` and `Key of the device` do.
  const isPlain = isEnglish && at === i + 1
  return isPlain && !/^(?:aes|otaa|abp|lora)$/.test(words[at] ?? '') ? undefined : words[at]
}

/** The words of a name in lower case without accents: `LoRaWAN AppKey128` has lora, app, key, 128. */
export function wordsOf(name: string): readonly string[] {
  return name
    .replace(/lora(?:wan)?/gi, ' lora ')
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[a-z](?=[A-Z])|[A-Z](?=[A-Z][a-z])|[A-Za-z](?=[0-9])|[0-9](?=[A-Za-z])/g, '$& ')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
}
