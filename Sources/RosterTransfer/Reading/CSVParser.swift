/// Comma-separated values (RFC 4180), in pieces as they come from a file: quoted cells may hold
/// commas, line ends and doubled quotes; lines end with LF, CRLF or CR.
///
/// Our own, because the package that there is reads whole files and cannot tell an empty cell from
/// an empty text (docs/decisions).
struct CSVParser {
    struct Cell: Equatable {
        var bytes: [UInt8] = []
        /// `""` is an empty text, nothing at all is no value.
        var isQuoted = false
    }

    /// Why a line is no row.
    enum Fault: Error, Equatable {
        /// Text before or after a quoted cell, e.g. `a"b"` or `"a"b`.
        case strayQuote
        /// The file ends within a quoted cell.
        case openQuote
        case tooLong
    }

    private enum Place {
        case start, plain, quoted, afterQuote
    }

    private var place = Place.start
    private var cell = Cell()
    private var cells: [Cell] = []
    private var length = 0
    private var fault: Fault?
    private var followsReturn = false

    /// Takes a byte; a row, once it is whole.
    mutating func take(_ byte: UInt8) -> Result<[Cell], Fault>? {
        if followsReturn {
            followsReturn = false
            if byte == 0x0A { return nil }
        }
        length += 1
        guard length <= TransferBounds.rowBytesMax else {
            // Keeps nothing of it any more, and waits for its end.
            fault = .tooLong
            cell.bytes.removeAll()
            return place == .quoted ? skipQuoted(byte) : skipPlain(byte)
        }
        switch (place, byte) {
        case (.quoted, 0x22): place = .afterQuote
        case (.quoted, _): cell.bytes.append(byte)
        case (_, 0x0A): return endRow()
        case (_, 0x0D):
            followsReturn = true
            return endRow()
        case (_, 0x2C): endCell()
        case (.start, 0x22):
            place = .quoted
            cell.isQuoted = true
        case (.afterQuote, 0x22):
            cell.bytes.append(byte)
            place = .quoted
        case (.afterQuote, _):
            fault = fault ?? .strayQuote
            place = .plain
        case (.plain, 0x22):
            fault = fault ?? .strayQuote
        default:
            cell.bytes.append(byte)
            place = .plain
        }
        return nil
    }

    /// What is left at the end of the file: a last row without a line end.
    /// - Returns: Nil when nothing is.
    mutating func end() -> Result<[Cell], Fault>? {
        if place == .quoted { fault = .openQuote }
        return cells.isEmpty && place == .start ? nil : endRow()
    }

    private mutating func skipQuoted(_ byte: UInt8) -> Result<[Cell], Fault>? {
        if byte == 0x22 { place = .afterQuote }
        return nil
    }

    private mutating func skipPlain(_ byte: UInt8) -> Result<[Cell], Fault>? {
        switch byte {
        case 0x0A: return endRow()
        case 0x0D:
            followsReturn = true
            return endRow()
        case 0x22 where place == .afterQuote: place = .quoted
        case 0x22 where place == .start: place = .quoted
        case 0x2C: place = .start
        default: place = .plain
        }
        return nil
    }

    private mutating func endCell() {
        cells.append(cell)
        cell = Cell()
        place = .start
    }

    private mutating func endRow() -> Result<[Cell], Fault>? {
        let isBlank = cells.isEmpty && cell == Cell() && fault == nil
        endCell()
        defer {
            cells = []
            fault = nil
            length = 0
        }
        // A line without anything is no row of one empty cell: editors leave them at the end.
        if isBlank { return nil }
        return fault.map { .failure($0) } ?? .success(cells)
    }
}

/// The bounds of files that are read.
package enum TransferBounds {
    /// One row, in bytes.
    package static let rowBytesMax = 4 * 1024 * 1024
    /// What is sent at once, in bytes of the file, beside ``Limits/importRows``.
    package static let batchBytesMax = 1024 * 1024
    /// One row as it is sent, where a character may take six bytes.
    static let sentRowBytesMax = 8 * 1024 * 1024
    static let readBytes = 256 * 1024
    /// A row's documents may be as deep as the surfaces take them, and stand in a row.
    static let depthMax = 64 + 2
}
