"""Reads codes by what `claimtag compile acme.json --json` makes of a format, with nothing but the standard library."""
import re

LONGEST = 4296
# Kinds of parts, and where a value belongs other than into the record itself.
HEX, CONSTANT, EXTRA, KEY = 0, 3, 1, 2
# Of the faults that do not end the reading at once, the first of these is told.
ALIEN, REFUSED, UNSEALED, MISSING = range(4)


class Refused(Exception):
    """The text is no code of the format: which error, at which character (from 0), in which field."""

    def __init__(self, code, position=None, field=None):
        self.code, self.position, self.field = code, position, field


def need(holds, *error):
    if not holds:
        raise Refused(*error)


def filled(given, size):
    """A list of the compiled format; what is left out at its end is 0."""
    return [*given, *[0] * (size - len(given))]


def element_of(given):
    parts, *others = filled(given, 7)
    return [[filled(part, 12) for part in parts], *others]


def checksum(text):
    """CRC-16/MODBUS in four hex digits."""
    crc = 0xFFFF
    for byte in text.encode():
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xA001 if crc & 1 else 0)
    return f'{crc:04X}'


def matches(patterns, value):
    return any(value.startswith(one[:-1]) if one[-1] == '*' else value == one for one in patterns)


def recode(text, wire, issued, least, most):
    """A token as it was issued. Of all texts that could mean some bytes, only the one that a writer makes is read."""
    (_, bits, alphabet, _, is_padded), (_, width, letters, _, pads) = filled(wire, 5), filled(issued, 5)
    body, held = re.sub('={0,2}$', '', text) if is_padded else text, 0
    for i, character in enumerate(body):
        need(character in alphabet, 'invalid-character', i)
        held = held << bits | alphabet.index(character)
    count, spare = divmod(len(body) * bits, 8)
    need(spare < bits and not (is_padded and len(text) % 4), 'wrong-length', 0)
    need(not held & (1 << spare) - 1, 'not-canonical', len(body) - 1)
    need(least <= count <= most, 'wrong-length', 0)
    size = -(-count * 8 // width)
    held = held >> spare << size * width - count * 8
    token = ''.join(letters[held >> width * i & (1 << width) - 1] for i in reversed(range(size)))
    need(not re.search('[^ -~]', token), 'invalid-character', 0)
    return token + '=' * (-size % 4 if pads else 0)


def decode(compiled, text):
    """The record and the codes of warnings, or Refused. Takes exact texts: nothing around them, no other case."""
    need(len(text) <= LONGEST, 'too-long')
    odd = re.search('[^ -~]', text)
    need(not odd, 'non-ascii-character' if odd and odd[0] > '\x7f' else 'control-character', odd and odd.start())
    reading = Reading(compiled, text)
    try:
        if text.startswith(compiled['prefix']):
            return reading.whole(len(compiled['prefix']), compiled.get('match', []))
    except Refused as refused:
        if compiled['prefix'] or reading.euis or refused.code == 'placeholder':
            raise
    raise Refused('not-recognised' if text else 'empty')


class Reading:
    def __init__(self, compiled, text):
        (placed, self.separator, self.edge, self.open, self.damage, tagged, self.unknown, self.seal,
         self.is_sealed) = filled(compiled['rules'], 9)
        self.placed = [element_of(one) for one in placed]
        self.tagged = {one[1]: element_of(one) for one in tagged or []}
        self.text, self.record, self.values, self.warnings = text, {}, {}, []
        self.faults, self.seen, self.euis = {}, {}, 0

    def want(self, holds, rank, *fault):
        """What is wrong is told when the whole text was read."""
        if not holds:
            self.faults.setdefault(rank, Refused(*fault))

    def cut(self, between, at):
        """Where a piece ends, and where the next one begins, if there is one."""
        end = self.text.find(between, at) if between else -1
        return (len(self.text), None) if end < 0 else (end, end + len(between))

    def whole(self, at, match):
        for element, following in zip(self.placed, [*self.placed[1:], None]):
            start, between = at, self.separator if following else self.open or self.edge or self.separator
            end, at = self.cut(between, start)
            self.element(element, start, end)
            # Other text than a constant in its place speaks of another dialect rather than of damage.
            if REFUSED in self.faults and ALIEN not in self.faults and (at is None or not following):
                raise self.faults[REFUSED]
            need(at or not following, 'missing-element', end, following and following[0][0][0])
            need(at is None or following or self.edge, 'trailing-text', end)
        if self.open and at:
            need(at == len(self.text) or self.text.startswith(self.edge, at), 'trailing-text', at)
            at = at + len(self.edge) if at < len(self.text) else None
        fits = (matches(one['patterns'], self.values.get(one['name'], '')) for one in match)
        is_other = match and (REFUSED in self.faults or not all(fits))
        while at is not None:
            is_damaged = self.damage and self.text.startswith(self.damage, at)
            self.warnings += ['escaped-separator'] * bool(is_damaged)
            start = at + len(self.damage) if is_damaged else at
            end, at = self.cut(self.edge, start)
            self.tag(start, end)
        self.sum()
        for tag, (parts, _, required, *_) in self.tagged.items():
            is_there = tag in self.seen or not required
            self.want(is_there or parts[-1][1] != CONSTANT, ALIEN, 'other-dialect', None, parts[0][0])
            self.want(is_there, MISSING, 'missing-field', None, parts[0][0])
        self.want(not is_other, ALIEN, 'other-dialect', None, match and match[0]['name'])
        if self.faults:
            raise self.faults[min(self.faults)]
        return self.record, self.warnings

    def tag(self, at, end):
        tag = self.text[at:end][:1]
        element, known = self.tagged.get(tag), {*self.tagged, self.seal}
        if not tag or element and at + 1 == end:
            self.warnings.append('empty-element')
        elif tag in known:
            need(tag not in self.seen, 'duplicate-element', at, element[0][0][0] if element else 'checksum')
            self.seen[tag] = at, end
            if element:
                self.element(element, at + 1, end)
        else:
            need(tag.upper() not in known, 'case-lost', at)
            need(self.unknown, 'unknown-tag', at)
            need('A' <= tag <= 'Z', 'invalid-character', at)
            self.warnings.append('unknown-tag-ignored')

    def element(self, element, start, end):
        (parts, _, _, absent, least, most, _), own = element, self.text[start:end]
        if own == absent:
            return
        fits = not parts[1:] or least <= len(own) <= most
        self.want(fits, REFUSED, 'wrong-length', start, parts[0][0])
        for part in parts:
            name, kind, _, _, first, last, _, _, _, excluded, lead, _ = part
            piece, lead = own[first:last or None], lead or ''
            value = piece[len(lead):]
            is_ours = piece == name if kind == CONSTANT else not (excluded and matches(excluded, value))
            self.want(is_ours, ALIEN, 'other-dialect', start, parts[0][0])
            if not fits or kind == CONSTANT or lead and not piece:
                continue
            try:
                need(piece.startswith(lead), 'invalid-character', -len(lead))
                self.value(value, *part)
            except Refused as fault:
                fits, place = False, start + first + len(lead) + (len(own) if first < 0 else 0)
                self.want(False, REFUSED, fault.code, place + fault.position, name)

    def value(self, given, name, kind, least, most, _, __, stray, expected, token, ___, ____, home):
        text = given.upper() if kind == HEX else given
        self.warnings += ['lower-case-hex'] * (text != given)
        if token:
            text = recode(text, *token)
        else:
            source, fits = '[^0-9A-F]' if kind == HEX else stray, least <= len(text) <= most
            odd = re.search(source, text) if source else None
            is_template = odd and kind == HEX and re.fullmatch('[0-9A-F]*XX[0-9A-FX]*', text)
            need(not is_template, 'placeholder', 0)
            need(not odd or kind == HEX and not fits, 'invalid-character', odd and odd.start())
            self.warnings += ['unsafe-character'] * bool(kind != HEX and not expected and re.search('[ %]', text))
            need(fits, 'wrong-length', 0)
        self.values[name] = text
        self.euis += kind == HEX and least == 16
        self.warnings += ['key-dropped'] * (home == KEY)
        if home != KEY:
            (self.record.setdefault('extra', {}) if home == EXTRA else self.record)[name] = text

    def sum(self):
        text, edge = self.text, self.edge
        if self.seal in self.seen:
            at, end = self.seen[self.seal]
            start, digits = text.rfind(edge, 0, at), text[at + 1:end].upper()
            self.warnings += ['checksum-not-last'] * (end < len(text))
            wrong = 'checksum-mismatch' if re.fullmatch('[0-9A-F]{4}', digits) else 'malformed-checksum'
            need(digits == checksum(text[:start] + text[end:]), wrong, at + 1, 'checksum')
        elif self.seal:
            # A changed character at the tag of the checksum makes it part of a value, where it must not hide.
            at, start = len(text) - 5, len(text) - 5 - len(edge)
            ends = [start, at, start - 1] if text[at] == self.seal else [start] * text.startswith(edge, start)
            is_hidden = self.seen and any(checksum(text[:end]) == text[-4:].upper() for end in ends)
            need(not is_hidden, 'malformed-checksum', at + 1, 'checksum')
            self.warnings.append('no-checksum')
            self.want(not self.is_sealed, UNSEALED, 'missing-checksum')
