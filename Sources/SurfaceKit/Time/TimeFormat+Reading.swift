package import RosterCore

extension TimeFormat {
    /// A moment as tables spell it: RFC 3339 with `T` or a space, with or without fractions and
    /// offset - without one it is in this format's zone -, a date alone, or a number of seconds or
    /// milliseconds since 1970, told apart by its size. Nil for anything else, and for what lies
    /// outside the years 1 to 9999, which could not be written again.
    ///
    /// Of local times that clocks show twice, the earlier moment is meant. One that clocks skip is
    /// moved forward by as much as they are (RFC 5545 §3.3.5). A date alone is its first moment,
    /// also where midnight is skipped, so that it stays the same date; of a date that is skipped as
    /// a whole, the first moment after it.
    package func time(reading text: String) -> Timestamp? {
        guard let time = unbounded(text), Self.writable.contains(time.milliseconds) else {
            return nil
        }
        return time
    }

    /// Milliseconds since 1970 of moments that can be written again.
    package static let writable: ClosedRange<Int64> = -62_135_596_800_000...253_402_300_799_999

    private func unbounded(_ text: String) -> Timestamp? {
        var reader = TimeReader(text)
        if let number = Int64(text) {
            // Seconds pass 10^11 in the year 5138, milliseconds did in 1973.
            guard number.magnitude < 1 << 53 else { return nil }
            return Timestamp(
                milliseconds: number.magnitude < 100_000_000_000 ? number * 1000 : number)
        }
        guard let civil = reader.civil() else { return nil }
        let seconds: Int64
        if reader.isAtEnd {
            seconds = second(of: civil)
        } else {
            guard let offset = reader.offset(), reader.isAtEnd else { return nil }
            seconds = civil.seconds - offset
        }
        return Timestamp(milliseconds: seconds * 1000 + civil.milliseconds)
    }

    /// More than any clock has ever been away from UTC (15:56 in Manila, until 1844).
    private static let offsetSecondsMax: Int64 = 18 * 3600

    /// The second since 1970 at which clocks of the zone show a local time.
    private func second(of civil: CivilText) -> Int64 {
        // The moment lies between these two, and so does at most one change of the offset: zones
        // keep one for longer (see `stepSeconds`).
        let first = civil.seconds - Self.offsetSecondsMax
        let last = civil.seconds + Self.offsetSecondsMax
        let (before, after) = (offset(at: first), offset(at: last))
        let early = civil.seconds - Int64(before)
        if before == after || offset(at: early) == before { return early }
        let late = civil.seconds - Int64(after)
        if offset(at: late) == after { return late }
        // Skipped: the old offset moves a time forward by the length of the gap.
        return civil.isDateAlone ? change(after: first, before: last) : early
    }
}

/// A date and time of day as it is written, without its zone.
private struct CivilText {
    /// Since 1970-01-01T00:00:00 on the same clock.
    let seconds: Int64
    var milliseconds: Int64 = 0
    var isDateAlone = false
}

/// Reads the pieces of a date and time.
private struct TimeReader {
    private var rest: Substring.UTF8View

    init(_ text: String) { rest = text[...].utf8 }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func civil() -> CivilText? {
        guard let year = number(4), take("-"), let month = number(2), (1...12).contains(month),
            take("-"), let day = number(2), (1...Self.days(in: month, of: year)).contains(day)
        else { return nil }
        let days = Self.days(year: year, month: month, day: day)
        guard take("T") || take("t") || take(" ") else {
            return isAtEnd ? CivilText(seconds: days * 86_400, isDateAlone: true) : nil
        }
        guard let hour = number(2), hour < 24, take(":"), let minute = number(2), minute < 60 else {
            return nil
        }
        let start = days * 86_400 + hour * 3600 + minute * 60
        guard take(":") else { return CivilText(seconds: start) }
        // A leap second is the next minute's first.
        guard let second = number(2), second <= 60, let milliseconds = take(".") ? fraction() : 0
        else { return nil }
        return CivilText(seconds: start + second, milliseconds: milliseconds)
    }

    /// Seconds east of UTC.
    mutating func offset() -> Int64? {
        if take("Z") || take("z") { return 0 }
        _ = take(" ")
        let sign: Int64
        if take("+") { sign = 1 } else if take("-") { sign = -1 } else { return nil }
        guard let hours = number(2), hours < 24 else { return nil }
        let hasColon = take(":")
        guard hasColon || !isAtEnd else { return sign * hours * 3600 }
        guard let minutes = number(2), minutes < 60 else { return nil }
        return sign * (hours * 3600 + minutes * 60)
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: character) else { return false }
        rest.removeFirst()
        return true
    }

    private mutating func number(_ digits: Int) -> Int64? {
        let piece = rest.prefix(digits)
        guard piece.count == digits, piece.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        rest.removeFirst(digits)
        return piece.reduce(0) { $0 * 10 + Int64($1 - 0x30) }
    }

    /// Digits after a point, as milliseconds, cut.
    private mutating func fraction() -> Int64? {
        let digits = rest.prefix { (0x30...0x39).contains($0) }
        guard !digits.isEmpty else { return nil }
        var padded = digits.prefix(3).map { Int64($0 - 0x30) }
        rest.removeFirst(digits.count)
        while padded.count < 3 { padded.append(0) }
        return padded.reduce(0) { $0 * 10 + $1 }
    }

    private static func days(in month: Int64, of year: Int64) -> Int64 {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days since 1970-01-01: the way back of ``CivilTime``.
    private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }
}
