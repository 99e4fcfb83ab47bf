import Foundation
import Glibc
import RosterTransfer

/// What a verb says to people and scripts. A script that gets no answer must not take the verb for
/// done: what cannot be written is an error like any other.
enum StandardOutput {
    static func write(_ text: String) throws(OutputFailure) { try write(Data(text.utf8)) }

    static func write(_ bytes: Data) throws(OutputFailure) {
        do {
            try FileHandle.standardOutput.write(contentsOf: bytes)
        } catch {
            throw OutputFailure(error.systemReason)
        }
    }

    /// One line of JSON Lines.
    static func line(json value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return escaped(try encoder.encode(value)) + Data("\n".utf8)
    }

    static func writeLine(json value: some Encodable) throws { try write(line(json: value)) }

    /// JSON for scripts, keys in alphabetical order.
    static func write(json value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try write(escaped(encoder.encode(value)) + Data("\n".utf8))
    }

    /// JSON with what would move a terminal's cursor, or turn its line around, as `\\u` escapes:
    /// Foundation writes them as they are, beyond ASCII. They can stand in strings alone.
    private static func escaped(_ json: Data) -> Data {
        guard json.contains(where: { $0 >= 0x7F }) else { return json }
        var text = ""
        for scalar in String(decoding: json, as: UTF8.self).unicodeScalars {
            if scalar == "\n" || !scalar.movesCursor {
                text.unicodeScalars.append(scalar)
            } else {
                for unit in String(scalar).utf16 {
                    let digits = String(unit, radix: 16)
                    text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                }
            }
        }
        return Data(text.utf8)
    }
}

/// The answer did not arrive, e.g. on a disk that is full; what the verb does is done.
struct OutputFailure: Error, CustomStringConvertible {
    let reason: String
    /// What to do where the answer held something that is told only once.
    var remedy: String?

    init(_ reason: String) { self.reason = reason }

    var description: String {
        "the answer cannot be written: \(reason)" + (remedy.map { "; \($0)" } ?? "")
    }

    /// Runs `body`, and says in its failure what to do.
    static func naming(_ remedy: String?, _ body: () throws -> Void) throws {
        do {
            try body()
        } catch var failure as OutputFailure {
            failure.remedy = remedy
            throw failure
        }
    }
}

/// The descriptors 0 to 2.
enum StandardStreams {
    /// Takes those that whoever started the program has closed: otherwise the next file that is
    /// opened, maybe the database, would get the number, and with it what is meant for people.
    static func occupy() {
        for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) == -1 {
            // The wrong way round, so that using it fails. The lowest free number is this one.
            _ = unsafe open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
        }
    }
}
