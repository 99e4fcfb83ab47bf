/// PNG files of any size, grey and one bit a pixel (RFC 2083), not compressed.
enum PNGWriter {
    /// - Parameters:
    ///   - shade: The byte that fills each row; makes files differ.
    ///   - length: The size of the file, reached by a chunk that no reader needs to know.
    static func file(
        width: Int, height: Int, shade: UInt8 = 0xAA, length: Int? = nil
    ) -> [UInt8] {
        let row = [0] + [UInt8](repeating: shade, count: (width + 7) / 8)
        let pixels = Array(repeatElement(row, count: height).joined())
        let header = big(width) + big(height) + [1, 0, 0, 0, 0]
        let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
        let start = signature + chunk("IHDR", header)
        let end = chunk("IDAT", zlib(pixels)) + chunk("IEND", [])
        guard let length else { return start + end }
        let rest = length - start.count - end.count - 12
        return start + chunk("roSt", [UInt8](repeating: 0, count: rest)) + end
    }

    private static func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
        let body = Array(name.utf8) + content
        return big(content.count) + body + big(Int(checksum(body)))
    }

    private static func big(_ number: Int) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
    }

    /// CRC-32 of ISO 3309.
    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        var sum = UInt32.max
        for byte in bytes {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
        }
        return ~sum
    }

    /// Stored blocks (RFC 1950, RFC 1951).
    private static func zlib(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = [0x78, 0x01]
        var rest = bytes[...]
        repeat {
            let block = rest.prefix(65_535)
            rest = rest.dropFirst(block.count)
            let low = UInt8(block.count & 0xFF)
            let high = UInt8(block.count >> 8)
            result += [rest.isEmpty ? 1 : 0, low, high, ~low, ~high] + block
        } while !rest.isEmpty
        var (first, second) = (1, 0)
        for byte in bytes {
            first = (first + Int(byte)) % 65_521
            second = (second + first) % 65_521
        }
        return result + big(second << 16 | first)
    }
}
