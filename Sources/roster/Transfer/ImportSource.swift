import RosterControl
import RosterCore
import RosterTransfer

/// A file to import, and how it is read.
struct ImportSource {
    let path: String
    let format: TableFormat
    let decoder: RowDecoder
    let isCards: Bool

    func survey() throws -> FileSurvey {
        try FileSurvey(path: path, format: format, decoder: decoder)
    }

    func batches(after rows: Int) throws -> ImportBatches {
        try ImportBatches(self, passing: rows)
    }
}

/// The rows of a file in pieces that one transaction and one frame can hold.
struct ImportBatches {
    private let source: ImportSource
    private let reader: TableReader
    /// A row that was read and found no place in the piece before.
    private var next: TableRecord?

    init(_ source: ImportSource, passing rows: Int) throws {
        self.source = source
        reader = try TableReader(path: source.path, format: source.format)
        for _ in 0..<rows { _ = try reader.next() }
        next = try reader.next()
    }

    var bytesRead: UInt64 { reader.bytesRead }

    var isAtEnd: Bool { next == nil }

    /// At most ``Limits/importRows`` rows, and not many more bytes than
    /// ``TransferBounds/batchBytesMax``; empty at the end.
    mutating func take() throws -> ImportBatch {
        var people: [ImportRow] = []
        var cards: [ImportCard] = []
        var bytes = 0
        while let record = next, people.count + cards.count < Limits.importRows,
            bytes < TransferBounds.batchBytesMax
        {
            bytes += record.bytes
            if source.isCards {
                cards.append(source.decoder.card(record))
            } else {
                people.append(source.decoder.person(record))
            }
            next = try reader.next()
        }
        return source.isCards ? .cards(cards) : .people(people)
    }
}
