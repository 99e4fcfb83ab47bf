/// Reads the text format 0.0.4 by its rules alone, bytewise, and refuses whatever breaks one. It
/// shares no code with what renders, so that a mistake cannot cancel itself out.
struct PrometheusExposition {
    struct Label: Hashable {
        let name: String
        let value: String
    }

    struct Sample {
        let name: String
        let labels: [Label]
        let value: String
    }

    /// What is wrong, and in which line.
    struct Fault: Error {
        let reason: String
        let line: String
    }

    private(set) var samples: [Sample] = []
    /// Types by family, in their order.
    private(set) var families: [(name: String, type: String)] = []
    private var seen: Set<String> = []
    private var helped: Set<String> = []

    init(_ text: String) throws {
        var lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
        guard lines.popLast()?.isEmpty == true else {
            throw Fault(reason: "no line feed at the end", line: text)
        }
        for line in lines {
            let line = String(decoding: Array(line), as: UTF8.self)
            if line.hasPrefix("# ") { try readComment(line) } else { try readSample(line) }
        }
        let names = families.map(\.name)
        guard names == names.sorted(), Set(names).count == names.count else {
            throw Fault(reason: "families are not sorted or not unique", line: text)
        }
    }

    private mutating func readComment(_ line: String) throws {
        let words = line.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false)
        guard words.count == 4 else { throw Fault(reason: "short comment", line: line) }
        let name = String(words[2])
        switch words[1] {
        case "HELP":
            guard helped.insert(name).inserted else { throw Fault(reason: "two helps", line: line) }
        case "TYPE":
            guard ["counter", "gauge", "summary", "histogram"].contains(words[3]) else {
                throw Fault(reason: "unknown type", line: line)
            }
            families.append((name, String(words[3])))
        default: throw Fault(reason: "unknown comment", line: line)
        }
    }

    private mutating func readSample(_ line: String) throws {
        var reader = LineReader(line)
        let name = try reader.name(allowsColon: true)
        let labels = reader.skip("{") ? try reader.labels() : []
        guard reader.skip(" ") else { throw Fault(reason: "no value", line: line) }
        let value = reader.rest
        guard ["NaN", "+Inf", "-Inf"].contains(value) || Double(value)?.isFinite == true else {
            throw Fault(reason: "no number", line: line)
        }
        guard Set(labels.map(\.name)).count == labels.count else {
            throw Fault(reason: "a label twice", line: line)
        }
        try checkFamily(of: name, line: line)
        // By bytes, as a reader in another language would compare.
        let identity = "\(name) \(labels.map { "\($0.name)=\(Array($0.value.utf8))" }.sorted())"
        guard seen.insert(identity).inserted else {
            throw Fault(reason: "a series twice", line: line)
        }
        samples.append(Sample(name: name, labels: labels, value: value))
    }

    /// A sample stands right under the type of its family.
    private func checkFamily(of name: String, line: String) throws {
        guard let family = families.last else { throw Fault(reason: "no type", line: line) }
        let suffixes: [String]
        switch family.type {
        case "histogram": suffixes = ["_bucket", "_sum", "_count"]
        case "summary": suffixes = ["_sum", "_count"]
        default: suffixes = [""]
        }
        guard suffixes.contains(where: { family.name + $0 == name }) else {
            throw Fault(reason: "a sample of another family", line: line)
        }
        guard family.type != "counter" || name.hasSuffix("_total") else {
            throw Fault(reason: "a counter without _total", line: line)
        }
    }
}

/// A cursor over one line.
private struct LineReader {
    private let line: String
    private var bytes: ArraySlice<UInt8>

    init(_ line: String) {
        self.line = line
        bytes = ArraySlice(line.utf8)
    }

    var rest: String { String(decoding: bytes, as: UTF8.self) }

    mutating func skip(_ character: Unicode.Scalar) -> Bool {
        guard bytes.first == UInt8(ascii: character) else { return false }
        bytes.removeFirst()
        return true
    }

    mutating func name(allowsColon: Bool) throws -> String {
        let name = bytes.prefix { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
                || (0x61...0x7A).contains(byte) || byte == 0x5F || allowsColon && byte == 0x3A
        }
        guard let first = name.first, !(0x30...0x39).contains(first) else {
            throw fault("malformed name")
        }
        bytes = bytes.dropFirst(name.count)
        return String(decoding: name, as: UTF8.self)
    }

    mutating func labels() throws -> [PrometheusExposition.Label] {
        var labels: [PrometheusExposition.Label] = []
        repeat {
            let name = try name(allowsColon: false)
            guard skip("="), skip("\"") else { throw fault("no value of a label") }
            labels.append(PrometheusExposition.Label(name: name, value: try quoted()))
        } while skip(",")
        guard skip("}") else { throw fault("no closing brace") }
        return labels
    }

    private mutating func quoted() throws -> String {
        var value: [UInt8] = []
        while let byte = bytes.popFirst() {
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: value, as: UTF8.self)
            case UInt8(ascii: "\\"):
                switch bytes.popFirst() {
                case UInt8(ascii: "\\"): value.append(UInt8(ascii: "\\"))
                case UInt8(ascii: "\""): value.append(UInt8(ascii: "\""))
                case UInt8(ascii: "n"): value.append(0x0A)
                default: throw fault("unknown escape")
                }
            default: value.append(byte)
            }
        }
        throw fault("no closing quote")
    }

    private func fault(_ reason: String) -> PrometheusExposition.Fault {
        PrometheusExposition.Fault(reason: reason, line: line)
    }
}
