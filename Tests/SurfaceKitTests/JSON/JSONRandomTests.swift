import SurfaceKit
import Testing

@Suite("Random JSON")
struct JSONRandomTests {
    @Test(
        "a random value comes back equal, also with space between its parts",
        arguments: UInt64(0)..<300)
    func roundTrip(seed: UInt64) throws {
        var random = SplitMix64(state: seed)
        let value = RandomJSON.value(depth: 0, using: &random)
        let document = value.bytes
        #expect(try JSONValue.parse(document) == value, "seed \(seed)")
        #expect(try JSONValue.parse(document).bytes == document, "seed \(seed)")
        let spaced = RandomJSON.spaced(value, using: &random)
        #expect(try JSONValue.parse(spaced.utf8) == value, "seed \(seed): \(spaced)")
    }

    @Test(
        "with random bytes changed it is refused, or read and written alike",
        arguments: UInt64(0)..<300)
    func mutation(seed: UInt64) {
        var random = SplitMix64(state: seed)
        var document = RandomJSON.value(depth: 0, using: &random).bytes
        for _ in 0..<20 {
            let position = Int.random(in: 0..<document.count, using: &random)
            document[position] = UInt8.random(in: 0...255, using: &random)
            guard let value = try? JSONValue.parse(document) else { continue }
            #expect((try? JSONValue.parse(value.bytes)) == value, "seed \(seed)")
        }
    }
}

/// Steele, Lea, Flood: Fast splittable pseudorandom number generators (2014).
struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
        return word ^ word >> 31
    }
}

/// Values with what is hard about JSON in them.
private enum RandomJSON {
    private static let spellings = [
        "0", "-0", "1.0", "1e2", "1E-2", "-12.50", "9223372036854775808", "0.1e+1", "1e999",
    ]
    private static let pieces = [
        "a", "A", "\"", "\\", "/", "\n", "\u{0}", "\u{1F}", "\u{7F}", "\u{E9}", "e\u{301}", "多",
        "\u{2028}", "\u{FEFF}", "😀", "\u{10FFFF}",
    ]

    static func value(depth: Int, using random: inout SplitMix64) -> JSONValue {
        switch Int.random(in: 0..<(depth < 6 ? 9 : 5), using: &random) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &random))
        case 2: return .number(JSONNumber(Int64(bitPattern: random.next())))
        case 3:
            return JSONNumber(text: pick(spellings, using: &random)).map { .number($0) } ?? .null
        case 4: return .string(text(using: &random))
        case 5, 6:
            let count = Int.random(in: 0..<6, using: &random)
            return .array((0..<count).map { _ in value(depth: depth + 1, using: &random) })
        default:
            var object = JSONObject()
            for _ in 0..<Int.random(in: 0..<30, using: &random) {
                object[text(using: &random)] = value(depth: depth + 3, using: &random)
            }
            return .object(object)
        }
    }

    /// The document with random space wherever the grammar allows it.
    static func spaced(_ value: JSONValue, using random: inout SplitMix64) -> String {
        let inner: String
        switch value {
        case .array(let elements):
            let parts = elements.map { spaced($0, using: &random) }.joined(separator: ",")
            inner = "[\(space(using: &random))\(parts)]"
        case .object(let object):
            let parts = object.members.map { member in
                space(using: &random) + JSONValue.string(member.key).description
                    + space(using: &random) + ":" + spaced(member.value, using: &random)
            }
            inner = "{\(space(using: &random))\(parts.joined(separator: ","))}"
        default: inner = value.description
        }
        return space(using: &random) + inner + space(using: &random)
    }

    private static func text(using random: inout SplitMix64) -> String {
        (0..<Int.random(in: 0..<8, using: &random)).map { _ in pick(pieces, using: &random) }
            .joined()
    }

    private static func space(using random: inout SplitMix64) -> String {
        pick(["", "", " ", "\n", "\t\r"], using: &random)
    }

    private static func pick(_ choices: [String], using random: inout SplitMix64) -> String {
        choices.randomElement(using: &random) ?? ""
    }
}
