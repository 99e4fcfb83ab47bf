import CPlatform
import Crypto
import Foundation
import Glibc
import SurfaceKit

/// What a first walk through a file finds, before anything of it is imported.
package struct FileSurvey: Sendable {
    package private(set) var rows = 0
    package private(set) var bytes: UInt64 = 0
    /// The highest number by which a row is known.
    package private(set) var highest: Int64?
    /// Columns that nothing is read from.
    package private(set) var strangers: Set<String> = []
    /// SHA-256 of the file, in lower-case hex.
    package let digest: String

    /// - Throws: ``TransferFailure``.
    package init(
        path: String, format: TableFormat, decoder: RowDecoder
    ) throws(TransferFailure) {
        try Self.requireRegular(path)
        digest = try Self.digest(of: path)
        let reader = try TableReader(path: path, format: format)
        var next = try reader.next()
        try Self.require(reader.header, of: decoder, path)
        while let record = next {
            rows += 1
            highest = [highest, decoder.number(record)].compactMap { $0 }.max()
            strangers.formUnion(decoder.strangers(in: record))
            next = try reader.next()
        }
        bytes = reader.bytesRead
    }

    /// The first line of a file without a header is a person, whose data is nobody's to read.
    private static func require(
        _ header: [String]?, of decoder: RowDecoder, _ path: String
    ) throws(TransferFailure) {
        guard let header else { return }
        guard decoder.isHeader(header) else {
            throw TransferFailure(
                "\(path) has no header: its first line names no column "
                    + decoder.requiredColumns.joined(separator: " or "))
        }
        var names: Set<String> = []
        for name in header where !name.isEmpty && !names.insert(name).inserted {
            throw TransferFailure("\(path) has two columns \(name)")
        }
    }

    /// What can be read only once has no rows left for the import itself.
    private static func requireRegular(_ path: String) throws(TransferFailure) {
        var facts = roster_facts()
        guard unsafe roster_facts_at(path, &facts) == 0 else {
            throw .refused(path, "read", errno: errno)
        }
        guard facts.mode & S_IFMT == S_IFREG else {
            throw TransferFailure(
                "\(path) cannot be read twice, as an import does: it is no regular file")
        }
    }

    private static func digest(of path: String) throws(TransferFailure) -> String {
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw .refused(path, "read", errno: errno)
        }
        defer { try? file.close() }
        var hash = SHA256()
        do {
            while let data = try file.read(upToCount: TransferBounds.readBytes), !data.isEmpty {
                hash.update(data: data)
            }
        } catch {
            throw .failed(path, "read", error)
        }
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: hash.finalize().flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] },
            as: UTF8.self)
    }
}
