/// PNG (ISO/IEC 15948): a signature, then chunks of length, type, data and CRC; IHDR first, IEND
/// last, with IDAT between.
enum PNGWalk {
    static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    static func size(in file: ImageBytes) -> PixelSize? {
        guard file.big(4, at: 8) == 13, file.has("IHDR", at: 12), isCRCRight(in: file, at: 8),
            let width = file.big(4, at: 16), let height = file.big(4, at: 20),
            width <= Int(Int32.max), height <= Int(Int32.max)
        else { return nil }
        var place = 33
        var hasData = false
        while let length = file.big(4, at: place), place + length + 12 <= file.count {
            if file.has("IDAT", at: place + 4) { hasData = true }
            if file.has("IEND", at: place + 4) {
                // Nothing may follow: what does is no part of the picture.
                let isEnd = length == 0 && place + 12 == file.count && hasData
                return isEnd ? PixelSize(width: width, height: height) : nil
            }
            place += length + 12
        }
        return nil
    }

    /// The CRC of the chunk that begins at `place` (ISO/IEC 15948 §5.5): only the header's is
    /// checked, which is the one whose numbers are used.
    private static func isCRCRight(in file: ImageBytes, at place: Int) -> Bool {
        guard let length = file.big(4, at: place), let data = file.slice(place + 4, length + 4),
            let stored = file.big(4, at: place + 8 + length)
        else { return false }
        var crc: UInt32 = 0xFFFF_FFFF
        for byte in data {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
        }
        return Int(crc ^ 0xFFFF_FFFF) == stored
    }
}
