"""Reads codes by a format document of claimtag, with nothing but the standard library.

A document is believed: `claimtag compile acme.json` says what is wrong with one.
"""
import base64
import re

LONGEST_CODE = 4296
DIGITS = {'devEui': 16, 'joinEui': 16, 'vendorId': 4, 'vendorProfileId': 4}
OF_RECORD = {*DIGITS, 'ownerToken', 'serialNumber', 'proprietary'}
IS_KEY = re.compile(r'.key\d*$|^(kek|psk|astk)$', re.I)
HEX, UPPER = '0123456789ABCDEF', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
LONG = UPPER + UPPER.lower() + '0123456789'
# How a token stands in a code: bits of a character, the characters, whether it is filled up with `=`.
WIRE = {
    'base64': (6, LONG + '+/', True),
    'base64url': (6, LONG + '-_', False),
    'base32': (5, UPPER + '234567', False),
    'hex': (4, HEX, False),
}
# How it is given to a server.
ISSUED = {
    'base64': lambda data: base64.b64encode(data).decode(),
    'base64url': lambda data: base64.urlsafe_b64encode(data).decode().rstrip('='),
    'hex': lambda data: data.hex().upper(),
    'hex-lower': lambda data: data.hex(),
    'text': lambda data: data.decode('latin-1'),
}


class Refused(Exception):
    """The text is no code of the format: which error, at which character (from 0), in which field."""

    def __init__(self, code, position=None, field=None):
        super().__init__(code)
        self.code, self.position, self.field = code, position, field


def need(holds, *error):
    if not holds:
        raise Refused(*error)


def checksum(text):
    """CRC-16/MODBUS in four hex digits."""
    crc = 0xFFFF
    for byte in text.encode():
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xA001 if crc & 1 else 0)
    return f'{crc:04X}'


def matches(patterns, value):
    patterns = [patterns] if isinstance(patterns, str) else patterns
    return any(value.startswith(one[:-1]) if one[-1] == '*' else value == one for one in patterns)


class Part:
    """A value of an element, or a constant between values."""

    def __init__(self, document, separators):
        self.literal, self.name, self.lead = (document.get(key, '') for key in ('literal', 'name', 'lead'))
        self.excluded, charset, is_token = document.get('not', []), document.get('charset'), self.name == 'ownerToken'
        issued = document.get('issued', 'text')
        wire = document.get('wire', issued.replace('hex-lower', 'hex')) if is_token else 'text'
        self.token = (wire, issued) if wire != 'text' else None
        self.is_hex = self.name in DIGITS or wire == 'hex'
        self.is_free = not charset and not self.is_hex
        # A dash between two digits, or two letters of one case, is a range; any other stands for itself.
        ranges = re.sub('([0-9]-[0-9]|[A-Z]-[A-Z]|[a-z]-[a-z])|.', lambda it: it[1] or re.escape(it[0]), charset or '')
        self.stray = '[^0-9A-F]' if self.is_hex else f'[^{ranges or " -~"}]|[{re.escape(separators)}]'
        free = [1, 128 if is_token or IS_KEY.search(self.name) else LONGEST_CODE]
        size = len(self.literal) or DIGITS.get(self.name) or document.get('bytes' if is_token else 'length', free)
        self.size = size if isinstance(size, list) else [size, size]
        bits, _, padded = WIRE.get(wire, (8, '', False))
        least, most = (-(-n // 3) * 4 if padded else -(-n * 8 // bits) for n in self.size)
        self.extent = (0 if self.lead else least, len(self.lead) + most)

    def read(self, given, warn):
        """The value as the record has it; positions count within it."""
        text = given.upper() if self.is_hex else given
        if text != given:
            warn('lower-case-hex')
        if self.token:
            return recode(text, *self.token, *self.size)
        stray = re.search(self.stray, text)
        fits = self.size[0] <= len(text) <= self.size[1]
        need(not (stray and self.is_hex and re.fullmatch('[0-9A-F]*XX[0-9A-FX]*', text)), 'placeholder', 0)
        need(not stray or self.is_hex and not fits, 'invalid-character', stray and stray.start())
        if self.is_free and re.search('[ %]', text):
            warn('unsafe-character')
        need(fits, 'wrong-length', 0)
        return text


def recode(text, wire, issued, least, most):
    """A token as it was issued. Of all texts that could mean some bytes, only the one that a writer makes is read."""
    bits, alphabet, padded = WIRE[wire]
    body, held = re.sub('={0,2}$', '', text) if padded else text, 0
    for i, character in enumerate(body):
        need(character in alphabet, 'invalid-character', i)
        held = held << bits | alphabet.index(character)
    count, spare = divmod(len(body) * bits, 8)
    need(spare < bits and not (padded and len(text) % 4), 'wrong-length', 0)
    need(not held & (1 << spare) - 1, 'not-canonical', len(body) - 1)
    need(least <= count <= most, 'wrong-length', 0)
    token = ISSUED[issued]((held >> spare).to_bytes(count, 'big'))
    need(not re.search('[^ -~]', token), 'invalid-character', 0)
    return token


class Element:
    """Values run together: all but one have a fixed length, so each is counted from the start or from the end."""

    def __init__(self, document, separators):
        self.tag, self.required, self.absent = (document.get(key) for key in ('tag', 'required', 'absent'))
        parts = [Part(one, separators) for one in document.get('run', [document])]
        most = [part.extent[1] for part in parts]
        free = [i for i, part in enumerate(parts) if part.extent[0] < part.extent[1]] or [len(parts)]
        for i, part in enumerate(parts):
            before, after = sum(most[:i]), sum(most[i + 1:])
            part.start = before if i <= free[0] else -after - most[i]
            part.end = before + most[i] if i < free[0] else -after or None
        if len(parts) == 1:
            parts[0].start, parts[0].end = 0, None
        self.extent = (sum(part.extent[0] for part in parts), sum(most)) if parts[1:] else (0, LONGEST_CODE)
        self.parts = sorted(parts, key=lambda part: part.literal != '')
        self.name = self.parts[0].name


class Decoder:
    def __init__(self, document):
        tags, check = document.get('tags', {}), document.get('checksum', {})
        self.prefix, self.separator = document.get('prefix', ''), document.get('separator', '')
        self.match, self.unknown = document.get('match', {}), tags.get('unknown')
        self.edge, self.open = tags.get('separator', self.separator), tags.get('open', '')
        self.damage = tags.get('damaged', self.edge)[len(self.edge):]
        self.check_tag, self.check_needed = check.get('tag'), check.get('required')
        elements = [Element(one, self.separator + self.open + self.edge) for one in document['fields']]
        self.positional = [one for one in elements if not one.tag]
        self.tagged = {one.tag: one for one in elements if one.tag}
        if not (self.tagged or self.check_tag or self.unknown):
            self.edge = self.open = self.damage = ''

    def decode(self, text):
        """The record and the codes of warnings, or Refused. Takes exact texts: nothing around them, no other case."""
        need(len(text) <= LONGEST_CODE, 'too-long')
        odd = re.search('[^ -~]', text) or ['', '']
        need(not odd[0], 'non-ascii-character' if odd[0] > '\x7f' else 'control-character', odd[0] and odd.start())
        reading = Reading(self, text)
        try:
            need(text.startswith(self.prefix), '')
            return reading.whole()
        except Refused as refused:
            if refused.code and (self.prefix or reading.euis or refused.code == 'placeholder'):
                raise
        raise Refused('not-recognised' if text else 'empty')


class Reading:
    """One text on its way. What is wrong with a value is told after what is wrong with the frame."""

    def __init__(self, decoder, text):
        self.decoder, self.text, self.warnings, self.record, self.values = decoder, text, [], {}, {}
        self.refused = self.alien = self.check = None
        self.euis, self.filled = 0, {}

    def whole(self):
        its = self.decoder
        at = self.places(len(its.prefix))
        while at is not None:
            at = self.tag(at)
        if self.check:
            self.sum(*self.check)
        elif its.check_tag and self.filled:
            self.look_for_sum()
        for filled in self.filled.values():
            self.element(*filled)
        lacking = [one for tag, one in its.tagged.items() if one.required and tag not in self.filled]
        others = [one.name for one in lacking if one.parts[-1].literal] + ([] if self.claimed else [*its.match][:1])
        need(not (self.alien or others), *(self.alien or ('other-dialect', None, *others[:1])))
        need(not self.refused, *(self.refused or ()))
        need(self.check or not its.check_needed, 'missing-checksum')
        need(not lacking, 'missing-field', None, lacking and lacking[0].name)
        return self.record, self.warnings + ['no-checksum'] * bool(its.check_tag and not self.check)

    def places(self, at):
        """The elements known by their place; gives where the first tag stands."""
        its, text = self.decoder, self.text
        for i, element in enumerate(its.positional, 1):
            following = its.positional[i:i + 1]
            between = its.separator if following or not its.edge else its.open or its.edge
            found = text.find(between, at) if between else -1
            end = len(text) if found < 0 else found
            self.element(element, at, end)
            is_cut, is_longer = found < 0 and following, found >= 0 and not following and not its.edge
            if is_cut or is_longer or not following:
                need(self.alien or not self.refused, *(self.refused or ()))
            need(not is_cut, 'missing-element', end, following and following[0].name)
            need(not is_longer, 'trailing-text', end)
            at = end + len(between)
        fits = (matches(patterns, self.values.get(name, '')) for name, patterns in its.match.items())
        self.claimed = not self.refused and all(fits)
        if found < 0 or its.open and at == len(text):
            return None
        need(not its.open or text.startswith(its.edge, at), 'trailing-text', at)
        return self.repaired(at + len(its.edge) * bool(its.open))

    def repaired(self, at):
        its = self.decoder
        is_damaged = its.damage and self.text.startswith(its.damage, at)
        self.warnings += ['escaped-separator'] * bool(is_damaged)
        return at + len(its.damage) if is_damaged else at

    def tag(self, at):
        """An element known by its tag; gives where the next one stands."""
        its, text = self.decoder, self.text
        found = text.find(its.edge, at)
        end = len(text) if found < 0 else found
        tag, known = text[at:end][:1], {*its.tagged, its.check_tag}
        element = its.tagged.get(tag)
        if not tag or element and at + 1 == end:
            self.warnings.append('empty-element')
        elif tag in known:
            is_twice = tag in self.filled or self.check and not element
            need(not is_twice, 'duplicate-element', at, element.name if element else 'checksum')
            if element:
                self.filled[tag] = (element, at + 1, end)
            else:
                self.check = (at, end)
        else:
            need(tag.upper() not in known, 'case-lost', at)
            need(its.unknown, 'unknown-tag', at)
            need('A' <= tag <= 'Z', 'invalid-character', at)
            self.warnings.append('unknown-tag-ignored')
        return None if found < 0 else self.repaired(end + len(its.edge))

    def element(self, element, start, end):
        own = self.text[start:end]
        if own == element.absent:
            return
        fits = element.extent[0] <= len(own) <= element.extent[1]
        if not fits:
            self.refused = self.refused or ('wrong-length', start, element.name)
        for part in element.parts:
            piece = own[part.start:part.end]
            value = piece[len(part.lead):]
            if piece != part.literal if part.literal else matches(part.excluded, value):
                self.alien = self.alien or ('other-dialect', start, element.name)
            if not fits or part.literal or part.lead and not piece:
                continue
            try:
                need(piece.startswith(part.lead), 'invalid-character', -len(part.lead))
                self.keep(part.name, part.read(value, self.warnings.append))
            except Refused as fault:
                fits = False
                place = start + part.start + len(part.lead) + (len(own) if part.start < 0 else 0)
                self.refused = self.refused or (fault.code, place + fault.position, part.name)

    def keep(self, name, value):
        self.values[name] = value
        self.euis += DIGITS.get(name) == 16
        if IS_KEY.search(name):
            self.warnings.append('key-dropped')
        else:
            (self.record if name in OF_RECORD else self.record.setdefault('extra', {}))[name] = value

    def sum(self, at, end):
        digits, text = self.text[at + 1:end].upper(), self.text
        start = text.rfind(self.decoder.edge, 0, at)
        self.warnings += ['checksum-not-last'] * (end < len(text))
        wrong = 'checksum-mismatch' if re.fullmatch('[0-9A-F]{4}', digits) else 'malformed-checksum'
        need(digits == checksum(text[:start] + text[end:]), wrong, at + 1, 'checksum')

    def look_for_sum(self):
        """A changed character at the tag of the checksum makes it part of a value, where it must not hide."""
        text, at, edge = self.text, len(self.text) - 5, self.decoder.edge
        start = at - len(edge)
        ends = [start, at, start - 1] if text[at] == self.decoder.check_tag else [start] * text.startswith(edge, start)
        is_hidden = any(checksum(text[:end]) == text[-4:].upper() for end in ends)
        need(not is_hidden, 'malformed-checksum', at + 1, 'checksum')
