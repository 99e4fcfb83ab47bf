/// Lines as they come from a file, without their ends.
struct LineParser {
    private var bytes: [UInt8] = []
    private var isTooLong = false

    /// Takes a byte; a line that holds something, once it is whole. Nil bytes for one that is too long.
    mutating func take(_ byte: UInt8) -> [UInt8]?? {
        guard byte != 0x0A else { return end() }
        if bytes.count >= TransferBounds.rowBytesMax {
            isTooLong = true
            return nil
        }
        bytes.append(byte)
        return nil
    }

    /// What is left at the end of the file.
    mutating func end() -> [UInt8]?? {
        defer {
            bytes = []
            isTooLong = false
        }
        if isTooLong { return .some(nil) }
        if bytes.last == 0x0D { bytes.removeLast() }
        let isBlank = bytes.allSatisfy { $0 == 0x20 || $0 == 0x09 }
        return isBlank ? nil : .some(bytes)
    }
}
