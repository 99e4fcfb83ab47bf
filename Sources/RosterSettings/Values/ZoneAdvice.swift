import Foundation

/// Which names to write in the place of one that ``NamedTimeZone`` refuses.
enum ZoneAdvice {
    /// Names that ``NamedTimeZone`` takes, the likeliest first; none when nothing is known.
    static func names(for text: String) -> [String] {
        let word = trimmed(text).lowercased()
        if let names = otherNames[word] { return names }
        if let minutes = offsetMinutes(word) { return fixedOffsets[minutes].map { [$0] } ?? [] }
        return area(spelt: word).map { [$0] } ?? []
    }

    /// An area in another letter case, or with blanks for underscores.
    private static func area(spelt word: String) -> String? {
        let name = word.split(separator: " ").joined(separator: "_")
        if let known = TimeZone.knownTimeZoneIdentifiers.first(where: { $0.lowercased() == name }),
            NamedTimeZone(known) != nil
        {
            return known
        }
        // The list lacks some names that the system knows, such as Asia/Kolkata.
        var isStart = true
        let capitalised = String(
            name.map { character in
                defer { isStart = !character.isLetter }
                return isStart ? Character(character.uppercased()) : character
            })
        return NamedTimeZone(capitalised) == nil ? nil : capitalised
    }

    /// Minutes east of UTC of `+08:00`, `UTC+8`, `GMT+0800`, and of `Etc/GMT-8`, which counts the
    /// other way round (POSIX).
    private static func offsetMinutes(_ word: String) -> Int? {
        guard let match = word.wholeMatch(of: #/(utc|gmt|etc/utc|etc/gmt)?([+-])(.*)/#),
            let digits = match.output.3.wholeMatch(of: #/([0-9]{1,2})(?::?([0-9]{2}))?/#),
            let hours = Int(digits.output.1), hours < 24,
            let minutes = Int(digits.output.2 ?? "0"), minutes < 60
        else { return nil }
        let isWestward = match.output.1 == "etc/gmt"
        let sign = (match.output.2 == "+") != isWestward ? 1 : -1
        return sign * (hours * 60 + minutes)
    }

    /// Areas whose clocks are never changed, one for each offset in minutes.
    private static let fixedOffsets: [Int: String] = [
        -660: "Pacific/Pago_Pago", -600: "Pacific/Honolulu", -570: "Pacific/Marquesas",
        -540: "Pacific/Gambier", -480: "Pacific/Pitcairn", -420: "America/Phoenix",
        -360: "America/Costa_Rica", -300: "America/Bogota", -240: "America/Caracas",
        -180: "America/Argentina/Buenos_Aires", -120: "Atlantic/South_Georgia",
        -60: "Atlantic/Cape_Verde", 0: "UTC", 60: "Africa/Lagos", 120: "Africa/Johannesburg",
        180: "Africa/Nairobi", 210: "Asia/Tehran", 240: "Asia/Dubai", 270: "Asia/Kabul",
        300: "Asia/Karachi", 330: "Asia/Colombo", 345: "Asia/Kathmandu", 360: "Asia/Dhaka",
        390: "Asia/Yangon", 420: "Asia/Bangkok", 480: "Asia/Shanghai", 540: "Asia/Tokyo",
        570: "Australia/Darwin", 600: "Australia/Brisbane", 660: "Pacific/Guadalcanal",
        720: "Pacific/Tarawa", 780: "Pacific/Tongatapu", 840: "Pacific/Kiritimati",
    ]

    /// Names in lower case, as the key of ``otherNames``.
    private static func table(_ lines: [(words: String, names: [String])]) -> [String: [String]] {
        var table: [String: [String]] = [:]
        for (words, names) in lines {
            for word in words.split(separator: " ") { table[String(word)] = names }
        }
        return table
    }

    /// Abbreviations with the areas that use them, and the names outside the areas that the IANA
    /// database keeps for old programs (its file `backward`).
    private static let otherNames: [String: [String]] = table(abbreviations + countries)

    private static let abbreviations: [(words: String, names: [String])] = [
        ("utc gmt gmt0 z zulu uct universal greenwich", ["UTC"]),
        ("etc/utc etc/gmt etc/gmt0 etc/zulu etc/uct etc/universal etc/greenwich", ["UTC"]),
        ("cst", ["Asia/Shanghai", "America/Chicago", "America/Havana"]),
        ("prc china beijing asia/beijing bjt", ["Asia/Shanghai"]),
        ("cst6cdt cdt", ["America/Chicago"]), ("est5edt edt", ["America/New_York"]),
        ("est", ["America/New_York", "America/Panama"]),
        ("mst", ["America/Denver", "America/Phoenix"]), ("mst7mdt mdt", ["America/Denver"]),
        ("pst", ["America/Los_Angeles", "Asia/Manila"]),
        ("pst8pdt pdt", ["America/Los_Angeles"]), ("hst", ["Pacific/Honolulu"]),
        ("akst akdt", ["America/Anchorage"]), ("ast", ["America/Halifax", "Asia/Riyadh"]),
        ("adt", ["America/Halifax"]), ("nst ndt", ["America/St_Johns"]),
        ("ist", ["Asia/Kolkata", "Europe/Dublin", "Asia/Jerusalem"]),
        ("bst", ["Europe/London", "Asia/Dhaka"]), ("bdt", ["Asia/Dhaka"]),
        ("wet west", ["Europe/Lisbon"]),
        ("cet cest met mest", ["Europe/Berlin", "Europe/Paris"]),
        ("eet eest", ["Europe/Athens", "Europe/Kyiv"]), ("msk msd", ["Europe/Moscow"]),
        ("gst", ["Asia/Dubai"]), ("pkt", ["Asia/Karachi"]), ("jst", ["Asia/Tokyo"]),
        ("kst", ["Asia/Seoul"]), ("hkt", ["Asia/Hong_Kong"]), ("sgt", ["Asia/Singapore"]),
        ("pht", ["Asia/Manila"]), ("ict", ["Asia/Bangkok"]), ("wib", ["Asia/Jakarta"]),
        ("wit", ["Asia/Jayapura"]), ("irst", ["Asia/Tehran"]), ("trt", ["Europe/Istanbul"]),
        ("aest aedt", ["Australia/Sydney", "Australia/Brisbane"]),
        ("acst acdt", ["Australia/Adelaide", "Australia/Darwin"]), ("awst", ["Australia/Perth"]),
        ("nzst nzdt", ["Pacific/Auckland"]), ("brt brst", ["America/Sao_Paulo"]),
        ("art", ["America/Argentina/Buenos_Aires"]), ("clt clst", ["America/Santiago"]),
        ("cot", ["America/Bogota"]), ("pet", ["America/Lima"]), ("cat", ["Africa/Harare"]),
        ("eat", ["Africa/Nairobi"]), ("wat", ["Africa/Lagos"]), ("sast", ["Africa/Johannesburg"]),
    ]

    private static let countries: [(words: String, names: [String])] = [
        ("cuba", ["America/Havana"]), ("egypt", ["Africa/Cairo"]), ("eire", ["Europe/Dublin"]),
        ("gb gb-eire", ["Europe/London"]), ("hongkong", ["Asia/Hong_Kong"]),
        ("iceland", ["Atlantic/Reykjavik"]), ("iran", ["Asia/Tehran"]),
        ("israel", ["Asia/Jerusalem"]), ("jamaica", ["America/Jamaica"]), ("japan", ["Asia/Tokyo"]),
        ("kwajalein", ["Pacific/Kwajalein"]), ("libya", ["Africa/Tripoli"]),
        ("navajo", ["America/Denver"]), ("nz", ["Pacific/Auckland"]),
        ("nz-chat", ["Pacific/Chatham"]), ("poland", ["Europe/Warsaw"]),
        ("portugal", ["Europe/Lisbon"]), ("roc", ["Asia/Taipei"]), ("rok", ["Asia/Seoul"]),
        ("singapore", ["Asia/Singapore"]), ("turkey", ["Europe/Istanbul"]),
        ("w-su", ["Europe/Moscow"]), ("brazil/acre", ["America/Rio_Branco"]),
        ("brazil/denoronha", ["America/Noronha"]), ("brazil/east", ["America/Sao_Paulo"]),
        ("brazil/west", ["America/Manaus"]), ("canada/atlantic", ["America/Halifax"]),
        ("canada/central", ["America/Winnipeg"]), ("canada/eastern", ["America/Toronto"]),
        ("canada/mountain", ["America/Edmonton"]), ("canada/newfoundland", ["America/St_Johns"]),
        ("canada/pacific", ["America/Vancouver"]), ("canada/saskatchewan", ["America/Regina"]),
        ("canada/yukon", ["America/Whitehorse"]), ("chile/continental", ["America/Santiago"]),
        ("chile/easterisland", ["Pacific/Easter"]), ("mexico/bajanorte", ["America/Tijuana"]),
        ("mexico/bajasur", ["America/Mazatlan"]), ("mexico/general", ["America/Mexico_City"]),
        ("us/alaska", ["America/Anchorage"]), ("us/aleutian", ["America/Adak"]),
        ("us/arizona", ["America/Phoenix"]), ("us/central", ["America/Chicago"]),
        ("us/east-indiana", ["America/Indiana/Indianapolis"]),
        ("us/eastern", ["America/New_York"]), ("us/hawaii", ["Pacific/Honolulu"]),
        ("us/indiana-starke", ["America/Indiana/Knox"]), ("us/michigan", ["America/Detroit"]),
        ("us/mountain", ["America/Denver"]), ("us/pacific", ["America/Los_Angeles"]),
        ("us/samoa", ["Pacific/Pago_Pago"]),
    ]
}
